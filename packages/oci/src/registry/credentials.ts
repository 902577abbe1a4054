import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { InputError, isCode, type Services } from '@trainyard/ports'
import { isObject, parseJson } from '../parse.ts'

/** What a registry is shown: a user and password, or a token that is exchanged for others. */
export type Credential =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'identity'; readonly token: string }

/** Finds the credential for a registry, named by its host; `undefined` where there is none. */
export type CredentialSource = (registry: string) => Promise<Credential | undefined>

export type CredentialServices = Pick<Services, 'env' | 'exec'> & { readonly log: Pick<Services['log'], 'mask'> }

type DockerConfig = Readonly<Record<string, unknown>>

/**
 * Credentials as `docker login` left them: from `auths` of Docker's configuration, or from the credential helper that it
 * names. Every secret is masked in the log before it is used.
 */
export function dockerCredentials(services: CredentialServices): CredentialSource {
  let config: Promise<DockerConfig> | undefined
  return async (registry) => {
    config ??= readConfig(services.env)
    const credential = await find(await config, registry, services)
    if (credential) maskSecrets(credential, services)
    return credential
  }
}

async function find(config: DockerConfig, registry: string, services: CredentialServices) {
  const helper = helperFor(config, registry)
  if (helper) return askHelper(helper, registry, services)
  const auths = isObject(config['auths']) ? config['auths'] : {}
  const entry = keysOf(registry)
    .map((key) => auths[key])
    .find(isObject)
  return entry && fromEntry(entry, registry)
}

async function readConfig(env: Services['env']): Promise<DockerConfig> {
  const folder = env['DOCKER_CONFIG'] ?? (env['HOME'] && path.join(env['HOME'], '.docker'))
  if (!folder) return {}
  const file = path.join(folder, 'config.json')
  try {
    const config = parseJson(await readFile(file), file)
    if (isObject(config)) return config
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return {}
    throw error
  }
  throw new InputError(`${file} is not a JSON object`)
}

/** Docker writes its own registry under the address of its first API. */
function keysOf(registry: string): string[] {
  const legacy = registry === 'docker.io' ? ['https://index.docker.io/v1/', 'index.docker.io'] : []
  return [...legacy, registry, `https://${registry}`, `https://${registry}/`, `http://${registry}`]
}

function helperFor(config: DockerConfig, registry: string): string | undefined {
  const helpers = isObject(config['credHelpers']) ? config['credHelpers'] : {}
  const own = keysOf(registry)
    .map((key) => helpers[key])
    .find((helper) => typeof helper === 'string')
  const name = own ?? config['credsStore']
  return typeof name === 'string' && name !== '' ? name : undefined
}

/** Docker's credential helper protocol: the address on standard input, JSON on standard output. */
async function askHelper(
  helper: string,
  registry: string,
  { exec }: CredentialServices,
): Promise<Credential | undefined> {
  const program = `docker-credential-${helper}`
  const result = await exec.run(program, ['get'], { input: keysOf(registry)[0] ?? registry })
  if (result.code !== 0) {
    if (/not found/i.test(`${result.stdout}${result.stderr}`)) return undefined
    throw new InputError(`${program} ended with code ${result.code}`, { remedy: `Run docker login ${registry} again.` })
  }
  const answer = parseJson(Buffer.from(result.stdout), `the answer of ${program}`)
  const { Username: username, Secret: secret } = isObject(answer) ? answer : {}
  if (typeof username !== 'string' || typeof secret !== 'string') throw new InputError(`${program} gave no credential`)
  return username === '<token>' ? { kind: 'identity', token: secret } : { kind: 'password', username, password: secret }
}

function fromEntry(entry: DockerConfig, registry: string): Credential | undefined {
  const { identitytoken: token, auth } = entry
  if (typeof token === 'string' && token !== '') return { kind: 'identity', token }
  if (typeof auth !== 'string' || auth === '') return undefined
  const text = Buffer.from(auth, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) throw new InputError(`Docker's configuration has a broken entry for ${registry}`)
  return { kind: 'password', username: text.slice(0, colon), password: text.slice(colon + 1) }
}

function maskSecrets(credential: Credential, { log }: CredentialServices): void {
  for (const secret of secretsOf(credential)) log.mask(secret)
}

function secretsOf(credential: Credential): string[] {
  if (credential.kind === 'identity') return [credential.token]
  return [credential.password, basicToken(credential.username, credential.password)]
}

/** What follows `Basic` in the header. RFC 7617. */
export function basicToken(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64')
}
