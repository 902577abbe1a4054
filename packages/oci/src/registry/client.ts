import { type HttpAnswer, type HttpClient, HttpError, type HttpRequest } from '@trainyard/http'
import { InputError } from '@trainyard/ports'
import { type AuthorizeOptions, authorization } from './authorize.ts'
import { registryUrl } from './reference.ts'

/** A repository in a registry, spoken to by the distribution API with whatever login it wants. */
export interface Repository {
  readonly registry: string
  readonly name: string
  readonly http: HttpClient
  /** Address of a part of it, such as `blobs/uploads/`. */
  url(part: string): URL
  /** @throws InputError where the login is missing or does not suffice; HttpError otherwise */
  send(request: HttpRequest): Promise<HttpAnswer>
}

/**
 * @param scopes what is going to be done here and in other repositories, such as `repository:acme/churn:pull`
 */
export function openRepository(
  registry: string,
  name: string,
  scopes: readonly string[],
  options: AuthorizeOptions,
): Repository {
  const origin = new URL(registryUrl(registry))
  let login: Promise<string> | undefined
  const send = async (request: HttpRequest) => {
    const ours = new URL(request.url).origin === origin.origin
    const attempt = async () => options.http.send(withAuthorization(request, ours ? await login : undefined))
    const used = login
    const first = await attempt()
    if (first.status !== 401 || !ours) return checked(first, request, registry)
    await first.body?.cancel()
    if (login === used) login = authorization(first.headers.get('www-authenticate') ?? '', registry, scopes, options)
    return checked(await attempt(), request, registry)
  }
  return { registry, name, http: options.http, url: (part) => new URL(`/v2/${name}/${part}`, origin), send }
}

function withAuthorization(request: HttpRequest, header: string | undefined): HttpRequest {
  const expect = [...(request.expect ?? []), 401, 403]
  return { ...request, expect, headers: { ...request.headers, ...(header && { authorization: header }) } }
}

async function checked(response: HttpAnswer, request: HttpRequest, registry: string): Promise<HttpAnswer> {
  if (response.status !== 401 && response.status !== 403) return response
  const text = await response.text()
  const asked = { method: request.method ?? 'GET', url: request.url }
  const answer = { status: response.status, headers: response.headers, text }
  throw new InputError(`${registry} does not allow it`, {
    remedy: `Check the name of the repository and that docker login ${registry} used an account that may do this.`,
    cause: new HttpError(asked, text.slice(0, 500), { answer }),
  })
}
