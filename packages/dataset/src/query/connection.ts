import { isLoopback } from '@trainyard/http'
import { InputError } from '@trainyard/ports'

/** How to reach a database, from a connection string. */
export interface Connection {
  /** Name of the environment variable that it came from. */
  readonly variable: string
  /** Name or address, or the folder of a socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string | undefined
  readonly database: string
  readonly tls: Tls
  /** What must not be seen in a log. */
  readonly secrets: readonly string[]
}

/** `off`; `unverified`: encrypted, to whoever answers; `chain`: a certificate that is trusted; `full`: that of the host. */
export interface Tls {
  readonly mode: 'off' | 'unverified' | 'chain' | 'full'
  /** File with the certificates that are trusted, in place of the system's. */
  readonly ca?: string
}

const example = 'postgresql://user:password@host:5432/database'

/**
 * Reads a connection string as PostgreSQL's own clients do. Unlike theirs, the connection is encrypted and the server's
 * certificate checked unless the string says otherwise, except on this machine.
 * @throws {InputError} for one that is not there or not understood; it is never repeated
 */
export function parseConnection(text: string | undefined, variable: string): Connection {
  const refuse = (message: string, remedy: string) => new InputError(`${variable}: ${message}`, { remedy })
  if (text === undefined || text.trim() === '')
    throw refuse('this environment variable is not set', `Give it a connection string such as ${example}, as a secret.`)
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
  if (!url) throw refuse('this is no connection string', `Write ${example}.`)
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')
    throw refuse(`databases of the kind ${url.protocol} are not known`, 'Known is postgresql:.')
  const unknown = [...url.searchParams.keys()].find((name) => !known.has(name))
  if (unknown !== undefined) throw refuse(`the parameter ${unknown} is not known`, `Known: ${[...known].join(', ')}.`)
  const { username, password, pathname, hostname } = url
  const [user, word, database, named] = [username, password, pathname.slice(1), hostname].map(decoded)
  if (user === undefined || word === undefined || database === undefined || named === undefined)
    throw refuse('this is no connection string', 'A percent sign in it is written %25.')
  const host = url.searchParams.get('host') ?? unbracketed(named)
  if (host === '' || user === '' || database === '') throw refuse('it must name host, user and database', example)
  return {
    ...{ variable, host, user, database },
    password: word === '' ? undefined : word,
    port: Number(url.port || 5432),
    tls: tlsOf(url, host, refuse),
    secrets: [text.trim(), ...(word === '' ? [] : [word, password])],
  }
}

const known: ReadonlySet<string> = new Set(['host', 'sslmode', 'sslrootcert', 'application_name'])

const modes: Readonly<Record<string, Tls['mode']>> = {
  disable: 'off',
  require: 'unverified',
  'verify-ca': 'chain',
  'verify-full': 'full',
}

/** The meaning of libpq: `require` with a root certificate checks it. */
function tlsOf(url: URL, host: string, refuse: (message: string, remedy: string) => InputError): Tls {
  const written = url.searchParams.get('sslmode')
  const ca = url.searchParams.get('sslrootcert') ?? 'system'
  const mode = written === null ? (isLocal(host) ? 'off' : 'full') : modes[written]
  if (mode === undefined)
    throw refuse('its sslmode can end unencrypted or is not known', `Write one of ${Object.keys(modes).join(', ')}.`)
  if (ca === 'system') return { mode }
  return { mode: mode === 'unverified' ? 'chain' : mode, ca }
}

function isLocal(host: string): boolean {
  return host.startsWith('/') || isLoopback(host) || host === '::1'
}

function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
