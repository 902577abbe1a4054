import { createHttpClient, type HttpClient, isLoopback } from '@trainyard/http'
import { InputError, type Services, seededRandom } from '@trainyard/ports'
import { credentialHeaders } from './credentials.ts'

/** An MLflow server: where it is, and who asks. */
export interface MlflowServer {
  /** Without a slash at its end. */
  readonly uri: string
  readonly headers: Readonly<Record<string, string>>
  readonly http: HttpClient
}

export type MlflowServices = Pick<Services, 'fetch' | 'clock' | 'env' | 'log'>

export interface MlflowOptions {
  readonly uri: string
  /** Further attempts of a request after the first. */
  readonly retries?: number
  /** Longest wait for the head of an answer, milliseconds. */
  readonly timeoutMs?: number
}

const schemes = new Set(['http:', 'https:'])

/**
 * A server, with the credentials that the environment holds (MLFLOW_TRACKING_USERNAME and _PASSWORD, or _TOKEN), masked.
 * Nothing is asked of it yet.
 * @throws InputError where the address is none of an MLflow server
 */
export function mlflowServer(options: MlflowOptions, services: MlflowServices): MlflowServer {
  const uri = checkedUri(options.uri)
  const headers = credentialHeaders(services)
  const { protocol, host } = new URL(uri)
  if ('authorization' in headers && protocol === 'http:' && !isLoopback(host))
    services.log.warning(`${host}: the password for MLflow travels unencrypted; use https where the server has it`)
  const http = createHttpClient({
    fetch: services.fetch,
    // Only the waits between retries are random.
    random: seededRandom(services.clock.now().getTime()),
    sleep: (milliseconds) => services.clock.sleep(milliseconds),
    ...(options.retries !== undefined && { retries: options.retries }),
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
  })
  return { uri, headers, http }
}

function checkedUri(text: string): string {
  if (!URL.canParse(text)) throw notServed(text)
  const url = new URL(text)
  if (!schemes.has(url.protocol)) throw notServed(text)
  if (url.username || url.password)
    throw new InputError('the address of MLflow holds a user or password', {
      at: { file: 'trainyard.yml', key: 'track.uri' },
      remedy: 'Take them out of it, and set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.',
    })
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

function notServed(text: string): InputError {
  return new InputError(`not the address of an MLflow server: ${text}`, {
    at: { file: 'trainyard.yml', key: 'track.uri' },
    remedy:
      'It begins with https:// or http://. For runs kept in a folder, leave out `track`, or start `mlflow server` over it.',
  })
}
