import { HttpError, type HttpMethod, publicUrl } from '@trainyard/http'
import { errorMessage, FaultError, InputError } from '@trainyard/ports'
import { optionalTextAt } from './read.ts'
import type { MlflowServer } from './server.ts'

export interface Asked {
  /** `GET` where it is left out. */
  readonly method?: HttpMethod
  /** Below `/api/2.0/mlflow`, such as `runs/create`; with a slash in front: below `/api`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | undefined>>
  /** What is sent as JSON; a text is sent as it is. */
  readonly body?: object | string
  /** Not tried again when it fails: the caller knows better what to do then. */
  readonly once?: boolean
}

/** What the server would not do, in its own words. */
export interface Refusal {
  readonly status: number
  /** Such as `RESOURCE_DOES_NOT_EXIST`; empty where the answer is not MLflow's. */
  readonly code: string
  readonly message: string
}

export type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly refusal: Refusal }

const refusals = [400, 401, 403, 404, 405, 409, 413, 422, 501]

/** Asks, and gives the answer or the refusal. @throws HttpError where the server is away, busy or broken */
export async function ask(server: MlflowServer, asked: Asked): Promise<Answer> {
  const attempt = () => askOnce(server, asked)
  return asked.once ? attempt() : server.http.retry(attempt)
}

/** Asks for what must not be refused. @throws InputError with what the server said, where it is */
export async function call(server: MlflowServer, asked: Asked): Promise<unknown> {
  const answer = await ask(server, asked)
  if (answer.ok) return answer.body
  throw refused(server, asked.path, answer.refusal)
}

/** Whether a failure is one of the server or the way to it, which may pass, and not one of what was asked. */
export function isAway(error: unknown): boolean {
  return error instanceof HttpError
}

async function askOnce(server: MlflowServer, asked: Asked): Promise<Answer> {
  const { method = 'GET', body } = asked
  const url = addressOf(server, asked)
  const response = await server.http.send({
    method,
    url,
    headers: { ...server.headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: () => (typeof body === 'string' ? body : JSON.stringify(body)) }),
    repeatable: false,
    expect: refusals,
  })
  const text = await response.text().catch((error: unknown) => {
    throw new HttpError({ method, url }, `the answer broke off: ${errorMessage(error)}`, { cause: error })
  })
  return response.ok ? { ok: true, body: parsed(text, url) } : { ok: false, refusal: refusalOf(response.status, text) }
}

/** The address of an endpoint, with its query. */
export function addressOf({ uri }: MlflowServer, { path, query = {} }: Pick<Asked, 'path' | 'query'>): URL {
  const url = new URL(`${uri}/api${path.startsWith('/') ? path : `/2.0/mlflow/${path}`}`)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value))
  return url
}

function parsed(text: string, url: URL): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FaultError(`${publicUrl(url)}: the answer is not JSON, so this is no MLflow server`, {
      cause: error,
      remedy: 'Check the address of the server: track.uri, or MLFLOW_TRACKING_URI.',
    })
  }
}

function refusalOf(status: number, text: string): Refusal {
  const said = jsonOrNothing(text)
  return {
    status,
    code: optionalTextAt(said, 'error_code') ?? '',
    message: optionalTextAt(said, 'message') ?? text.trim().slice(0, 300),
  }
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A refusal as an error that the user can mend. */
export function refused({ uri }: MlflowServer, path: string, refusal: Refusal): InputError {
  const said = [refusal.code, refusal.message].filter(Boolean).join(': ') || `status ${refusal.status}`
  const remedy = remedyOf(refusal)
  return new InputError(`MLflow at ${publicUrl(uri)} refused ${path}: ${said}`, { ...(remedy && { remedy }) })
}

function remedyOf({ status, code, message }: Refusal): string | undefined {
  if (status === 401)
    return 'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, to what the server knows.'
  if (status === 403 && /host|rebinding/i.test(message))
    return 'The server takes requests for hosts that it knows: start it with --allowed-hosts and the name in the address.'
  if (status === 403) return 'This user may not: ask whoever runs the server for the permission to write.'
  if (status === 404 && code === '') return 'Check the address of the server: track.uri, or MLFLOW_TRACKING_URI.'
  return undefined
}
