import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseYaml } from '@trainyard/config'
import { InputError, type Services } from '@trainyard/ports'
import { readSettings } from '../config/levels.ts'
import { otherDigest } from '../objects/digest.ts'
import { objectKey } from '../objects/name.ts'
import { dvcRoot } from '../root.ts'
import { type Facts, factsAt, metricFacts, paramFacts } from './flatten.ts'
import { type NamedFiles, namedFiles } from './named.ts'
import { nodeIn, revisionState, type State, workspaceState } from './state.ts'
import { trackedDigests } from './tracked.ts'

/** What the pipelines of a repository call metrics and parameters, by file. */
export interface DvcFacts {
  readonly metrics: Readonly<Record<string, Facts>>
  readonly params: Readonly<Record<string, Facts>>
  /** Files that were not read, and why. */
  readonly unread: readonly string[]
}

export type FactServices = Pick<Services, 'exec' | 'env'>

/**
 * The metrics and parameters that `dvc metrics diff` and `dvc params diff` compare: of the workspace, or of a revision.
 * @param folder a folder in the repository
 * @returns undefined outside of a DVC repository, and where no pipeline is written
 * @throws {InputError} for a `dvc.yaml` or a file of values that cannot be read, and a revision that is not there
 */
export async function readDvcFacts(
  folder: string,
  services: FactServices,
  revision?: string,
): Promise<DvcFacts | undefined> {
  const root = await dvcRoot(path.resolve(folder, 'dvc.yaml'))
  if (root === undefined) return undefined
  const state = revision === undefined ? await workspaceState(root) : await revisionState(root, revision, services)
  const named = await Promise.all(state.pipelines.map((file) => pipelineOf(file, state)))
  const metrics = new Set(named.flatMap((each) => [...each.metrics]))
  const params = new Map(named.flatMap((each) => [...each.params]))
  const wholeDefault = (await state.read('params.yaml')) !== undefined
  if (wholeDefault) params.set('params.yaml', [])
  if (metrics.size === 0 && params.size === 0) return undefined
  const read = await reader(root, state, services)
  const [ofMetrics, ofParams] = await Promise.all([
    factsOf([...metrics], async (file) => metricFacts(await read(file))),
    factsOf([...params.keys()], async (file) => factsAt(paramFacts(await read(file)), params.get(file) ?? [])),
  ])
  const computed = named.flatMap((each) => each.computed.map((name) => `${name}: its name is computed by DVC`))
  return {
    metrics: ofMetrics.facts,
    params: ofParams.facts,
    unread: [...computed, ...ofMetrics.unread, ...ofParams.unread],
  }
}

async function pipelineOf(file: string, state: State): Promise<NamedFiles> {
  const node = await nodeIn(state, file)
  return node ? namedFiles(node, file) : { metrics: new Set(), params: new Map(), computed: [] }
}

async function factsOf(files: readonly string[], read: (file: string) => Promise<Facts | undefined>) {
  const facts: [string, Facts][] = []
  const unread: string[] = []
  for (const file of files.toSorted()) {
    if (/\.(toml|py)$/i.test(file)) unread.push(`${file}: files of this kind are not read`)
    else facts.push([file, (await read(file)) ?? {}])
  }
  return { facts: Object.fromEntries(facts), unread }
}

/** Reads a file of values: as it is in that state, else from the cache, where DVC keeps what Git does not. */
async function reader(root: string, state: State, { env }: FactServices): Promise<(file: string) => Promise<unknown>> {
  const { cache } = await readSettings(root, root, env)
  const tracked = await trackedDigests(state)
  return async (file) => {
    const text = (await state.read(file)) ?? (await cachedText(cache, tracked.get(file)))
    return text === undefined ? undefined : valuesIn(text, file)
  }
}

async function cachedText(cache: string, md5: string | undefined): Promise<string | undefined> {
  if (md5 === undefined || !/^[0-9a-f]{32}$/.test(md5)) return undefined
  const object = { md5, hash: 'md5' } as const
  const file = path.join(cache, objectKey(object))
  const other = await otherDigest(file, object).catch(() => 'none')
  return other === undefined ? readFile(file, 'utf8') : undefined
}

async function valuesIn(text: string, file: string): Promise<unknown> {
  if (!file.toLowerCase().endsWith('.json')) return (await parseYaml(text, file)).value
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InputError('this is no JSON', { at: { file }, remedy: 'NaN and Infinity are none either.', cause: error })
  }
}
