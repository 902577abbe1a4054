import { isLoopback } from '@trainyard/http'
import { InputError } from '@trainyard/ports'
import { isDigest } from '../digest.ts'

/** A name of an image in a registry: `ghcr.io/acme/churn:1`, `penguins@sha256:…`. */
export interface Reference {
  /** Host, with a port where one is given; `docker.io` where none is named. */
  readonly registry: string
  /** `library/node` for Docker's own. */
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
}

const dockerHub = 'docker.io'
// distribution specification 1.1, "Pulling manifests".
const repositoryPattern = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/
const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/
const hostPattern = /^([a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?$/

/** Reads a reference as Docker does. @throws InputError where it is none */
export function parseReference(text: string): Reference {
  const [named = '', digest, ...rest] = text.split('@')
  if (rest.length > 0 || (digest !== undefined && !isDigest(digest))) throw invalid(text, 'the digest is not a sha256')
  const { registry, remainder } = splitHost(named)
  const colon = remainder.lastIndexOf(':')
  const path = colon < 0 ? remainder : remainder.slice(0, colon)
  const tag = colon < 0 ? undefined : remainder.slice(colon + 1)
  const repository = registry === dockerHub && !path.includes('/') ? `library/${path}` : path
  if (!hostPattern.test(registry)) throw invalid(text, 'the host is not valid')
  if (!repositoryPattern.test(repository))
    throw invalid(text, 'a repository is lower case letters, digits, and . _ - /')
  if (tag !== undefined && !tagPattern.test(tag)) throw invalid(text, `'${tag}' is not a tag`)
  return { registry, repository, ...(tag !== undefined && { tag }), ...(digest && { digest }) }
}

/** The first part is a host when it looks like one: it has a dot or a port, or is `localhost`. */
function splitHost(named: string): { registry: string; remainder: string } {
  const slash = named.indexOf('/')
  const first = named.slice(0, Math.max(slash, 0))
  const isHost = /[.:]/.test(first) || first === 'localhost'
  if (!isHost) return { registry: dockerHub, remainder: named }
  return { registry: first === `index.${dockerHub}` ? dockerHub : first, remainder: named.slice(slash + 1) }
}

/** The reference as text, with everything that is known of it. */
export function formatReference({ registry, repository, tag, digest }: Reference): string {
  return `${registry}/${repository}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`
}

/** Address of the registry's API: plain HTTP for this machine's own, HTTPS for all others. */
export function registryUrl(registry: string): string {
  if (registry === dockerHub) return 'https://registry-1.docker.io'
  return `${isLoopback(registry) ? 'http' : 'https'}://${registry}`
}

function invalid(text: string, why: string): InputError {
  return new InputError(`'${text}' does not name an image: ${why}`, { remedy: 'For example ghcr.io/acme/churn:latest' })
}
