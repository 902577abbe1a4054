import { type HttpClient, HttpError, isLoopback } from '@trainyard/http'
import { FaultError, InputError } from '@trainyard/ports'
import { isObject } from '../parse.ts'
import { type Challenge, parseChallenges } from './challenge.ts'
import { basicToken, type Credential, type CredentialSource } from './credentials.ts'

export interface AuthorizeOptions {
  readonly http: HttpClient
  readonly credentials: CredentialSource
  /** Hides a secret in the log. */
  readonly mask: (secret: string) => void
}

/**
 * The `Authorization` header that answers a registry's challenge. Distribution's token authentication, and Basic.
 * @param scopes what is going to be done, such as `repository:acme/churn:pull,push`
 * @throws InputError where the registry wants a login that is not there
 */
export async function authorization(
  header: string,
  registry: string,
  scopes: readonly string[],
  options: AuthorizeOptions,
): Promise<string> {
  const challenges = parseChallenges(header)
  const credential = await options.credentials(registry)
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer')
  if (bearer) return `Bearer ${await requestToken(bearer, registry, scopes, { ...options, credential })}`
  if (challenges.some(({ scheme }) => scheme === 'basic') && credential?.kind === 'password')
    return `Basic ${basicToken(credential.username, credential.password)}`
  throw loginNeeded(registry, credential)
}

function loginNeeded(registry: string, credential: Credential | undefined, cause?: unknown): InputError {
  const what = credential ? 'refuses the login' : 'wants a login'
  return new InputError(`${registry} ${what}`, { remedy: `Run docker login ${registry} first.`, cause })
}

function isRefusal(error: unknown): boolean {
  return error instanceof HttpError && (error.status === 401 || error.status === 403)
}

type TokenOptions = AuthorizeOptions & { readonly credential: Credential | undefined }

async function requestToken(
  { parameters }: Challenge,
  registry: string,
  scopes: readonly string[],
  options: TokenOptions,
): Promise<string> {
  const realm = tokenAddress(parameters['realm'], registry)
  const service = parameters['service'] ?? registry
  const identity = options.credential?.kind === 'identity' ? options.credential.token : undefined
  const asked = identity ? refresh(realm, service, scopes, identity, options) : ask(realm, service, scopes, options)
  const answer = await asked.catch((cause: unknown) => {
    throw isRefusal(cause) ? loginNeeded(registry, options.credential, cause) : cause
  })
  const token = isObject(answer) ? (answer['token'] ?? answer['access_token']) : undefined
  if (typeof token !== 'string' || token === '') throw new FaultError(`${realm.host} answered without a token`)
  options.mask(token)
  return token
}

/** Credentials go to the address that the registry names: it must be encrypted, except on this machine. */
function tokenAddress(realm: string | undefined, registry: string): URL {
  if (!realm || !URL.canParse(realm)) throw new FaultError(`${registry} names no address for its tokens`)
  const url = new URL(realm)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.host)))
    throw new FaultError(`${registry} wants the login sent unencrypted, to ${url.origin}`)
  return url
}

function ask(
  realm: URL,
  service: string,
  scopes: readonly string[],
  { http, credential }: TokenOptions,
): Promise<unknown> {
  const url = new URL(realm)
  url.searchParams.set('service', service)
  for (const scope of scopes) url.searchParams.append('scope', scope)
  if (credential?.kind !== 'password') return http.json({ url })
  const { username, password } = credential
  return http.json({ url, headers: { authorization: `Basic ${basicToken(username, password)}` } })
}

/** An identity token is exchanged by OAuth 2 (RFC 6749, section 6). */
function refresh(realm: URL, service: string, scopes: readonly string[], token: string, { http }: TokenOptions) {
  const form = {
    grant_type: 'refresh_token',
    refresh_token: token,
    service,
    scope: scopes.join(' '),
    client_id: 'trainyard',
  }
  return http.json({ method: 'POST', url: realm, repeatable: true, body: () => new URLSearchParams(form) })
}
