import { FaultError, InputError } from '@trainyard/ports'
import { type Asked, ask, call, type Refusal, refused } from '../rest/call.ts'
import { at, listAt, numberAt, optionalTextAt, pairsAt, textAt, toPairs } from '../rest/read.ts'
import { quoted } from '../rest/runs.ts'
import type { MlflowServer } from '../rest/server.ts'

/** A version of a registered model, as MLflow has it. */
export interface RegisteredVersion {
  readonly model: string
  readonly version: string
  readonly run: string
  /** Where its files are: `models:/m-…` or `runs:/…`. */
  readonly source: string
  readonly status: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly aliases: readonly string[]
  readonly description?: string
  readonly tags: Readonly<Record<string, string>>
}

export interface NewRegisteredVersion {
  readonly model: string
  readonly run: string
  readonly source: string
  /** Id of the logged model that it is, where there is one. */
  readonly loggedModel?: string
  readonly description?: string
  readonly tags: Readonly<Record<string, string>>
}

export type Sleep = (milliseconds: number) => Promise<void>

/**
 * The next version of a registered model, which is made where there is none of that name; or the version that an earlier
 * attempt made of the same source. Waits until it is ready.
 */
export async function registerVersion(
  server: MlflowServer,
  version: NewRegisteredVersion,
  sleep: Sleep,
): Promise<RegisteredVersion> {
  await ensureModel(server, version.model)
  const made = await server.http.retry(
    async () => (await sameSource(server, version)) ?? (await createOnce(server, version)),
  )
  return untilReady(server, made, sleep)
}

async function ensureModel(server: MlflowServer, name: string): Promise<void> {
  const asked = { method: 'POST', path: 'registered-models/create', body: { name } } as const
  const answer = await ask(server, asked)
  if (!answer.ok && answer.refusal.code !== 'RESOURCE_ALREADY_EXISTS') throw refused(server, asked.path, answer.refusal)
}

async function sameSource(server: MlflowServer, { model, source }: NewRegisteredVersion) {
  return (await versionsOf(server, model, true)).find((version) => version.source === source)
}

async function createOnce(server: MlflowServer, version: NewRegisteredVersion): Promise<RegisteredVersion> {
  const { model, run, source, loggedModel, description, tags } = version
  const body = {
    name: model,
    source,
    run_id: run,
    tags: toPairs(tags),
    ...(loggedModel && { model_id: loggedModel }),
    ...(description && { description }),
  }
  const answer = await call(server, { method: 'POST', path: 'model-versions/create', body, once: true })
  return readVersion(at(answer, 'model_version'))
}

const pollMs = 1000
const mostPolls = 300

async function untilReady(server: MlflowServer, version: RegisteredVersion, sleep: Sleep): Promise<RegisteredVersion> {
  let now = version
  for (let polls = 0; now.status === 'PENDING_REGISTRATION' && polls < mostPolls; polls += 1) {
    await sleep(pollMs)
    now = (await getVersion(server, version.model, version.version)) ?? now
  }
  if (now.status === 'READY') return now
  throw new FaultError(`version ${now.version} of ${now.model} is not ready: MLflow says ${now.status}`)
}

/** @returns undefined where there is no such version */
export function getVersion(
  server: MlflowServer,
  name: string,
  version: string,
): Promise<RegisteredVersion | undefined> {
  return found(server, { path: 'model-versions/get', query: { name, version } })
}

/** @returns undefined where there is no such alias */
export function aliasedVersion(
  server: MlflowServer,
  name: string,
  alias: string,
): Promise<RegisteredVersion | undefined> {
  return found(server, { path: 'registered-models/alias', query: { name, alias } })
}

async function found(server: MlflowServer, asked: Asked): Promise<RegisteredVersion | undefined> {
  const answer = await ask(server, asked)
  if (answer.ok) return readVersion(at(answer.body, 'model_version'))
  if (isMissing(answer.refusal)) return undefined
  throw refused(server, asked.path, answer.refusal)
}

/** An alias that is not there is an invalid parameter to MLflow, as is a name that cannot be one. */
function isMissing({ code, message }: Refusal): boolean {
  return code === 'RESOURCE_DOES_NOT_EXIST' || (code === 'INVALID_PARAMETER_VALUE' && /not found/i.test(message))
}

/** Every version of a model, the newest first. Which aliases point to each is not told here. */
export async function versionsOf(
  server: MlflowServer,
  name: string,
  once = false,
): Promise<readonly RegisteredVersion[]> {
  const versions: RegisteredVersion[] = []
  for (let token: string | undefined = ''; token !== undefined; ) {
    const query = { filter: `name = ${quoted(name)}`, max_results: 1000, page_token: token || undefined }
    const answer: unknown = await call(server, { path: 'model-versions/search', query, once })
    versions.push(...listAt(answer, 'model_versions').map(readVersion))
    token = optionalTextAt(answer, 'next_page_token')
  }
  return versions.sort((a, b) => Number(b.version) - Number(a.version))
}

/** @throws InputError where the alias reads like a version, or there is no such version */
export async function setAlias(server: MlflowServer, model: string, alias: string, version: string): Promise<void> {
  if (!/^[\w-]{1,255}$/.test(alias) || /^(latest|v?\d+)$/i.test(alias))
    throw new InputError(`'${alias}' cannot be an alias`, {
      remedy: 'Use letters, digits, - and _, as in champion; latest and v1 are names of versions.',
    })
  const body = { name: model, alias, version }
  await call(server, { method: 'POST', path: 'registered-models/alias', body })
}

/** Every alias of a model, and the version that it points to. */
export async function readAliases(
  server: MlflowServer,
  name: string,
): Promise<readonly { readonly alias: string; readonly version: string }[]> {
  const answer = await call(server, { path: 'registered-models/get', query: { name } })
  const aliases = listAt(answer, 'registered_model.aliases')
  return aliases.map((one) => ({ alias: textAt(one, 'alias'), version: String(at(one, 'version')) }))
}

export async function setVersionTag(
  server: MlflowServer,
  name: string,
  version: string,
  [key, value]: readonly [string, string],
): Promise<void> {
  await call(server, { method: 'POST', path: 'model-versions/set-tag', body: { name, version, key, value } })
}

function readVersion(version: unknown): RegisteredVersion {
  const description = optionalTextAt(version, 'description')
  return {
    model: textAt(version, 'name'),
    version: String(at(version, 'version')),
    run: optionalTextAt(version, 'run_id') ?? '',
    source: optionalTextAt(version, 'source') ?? '',
    status: optionalTextAt(version, 'status') ?? 'READY',
    createdAt: numberAt(version, 'creation_timestamp') ?? 0,
    aliases: listAt(version, 'aliases').map(String),
    ...(description && { description }),
    tags: pairsAt(version, 'tags'),
  }
}
