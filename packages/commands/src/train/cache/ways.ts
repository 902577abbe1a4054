import { cp, rm } from 'node:fs/promises'
import path from 'node:path'
import { readDocument } from '@trainyard/evidence'
import { InputError, isCode } from '@trainyard/ports'
import type { RunDetails, Tracker } from '@trainyard/tracking'
import { type Context, exists } from '../../core/context.ts'
import { trainingTracker } from '../record/tracker.ts'
import { entryFiles, expectSealed, sealEntry, sealName } from './entry.ts'

/** A place where an earlier training of the same key may be found. */
export interface Way {
  /** For people: `taken from the state`. */
  readonly name: string
  /**
   * Copies the entry of a key into a folder, every byte hashed.
   * @returns whether there was one
   * @throws InputError where there is one that is broken
   */
  bring(key: string, into: string, context: Context): Promise<boolean>
}

/** Ways in the order in which they are tried: what is near comes first. */
export function waysOf({ config }: Context): readonly Way[] {
  const local = config.track.to === 'directory'
  return local ? [state, tracker, github] : [state, github, tracker]
}

/** `.trainyard/train`: what the last training left. */
const state: Way = {
  name: 'state',
  bring: async (key, into, { state: folder }) => {
    const left = path.join(folder, 'train')
    if ((await keyOf(left)) !== key) return false
    await copyEntry(left, into)
    await expectSealed(into)
    return true
  },
}

/** The key of the model that a folder holds; a document that cannot be read is told of when the folder is copied. */
async function keyOf(folder: string): Promise<string | undefined> {
  const file = path.join(folder, 'run.json')
  if (!(await exists(file))) return undefined
  const { verdict, cache } = (await readDocument('run', file)).document
  return verdict === 'pass' ? cache.key : undefined
}

const tracker: Way = {
  name: 'tracker',
  bring: async (key, into, context) => {
    const opened = await trainingTracker(context)
    const run = await runWithModel(key, opened, context)
    if (run === undefined) return false
    for (const { file } of run.files.filter((kept) => /^(model\/.+|run\.json|profile\.json)$/.test(kept.file)))
      if (!(await opened.fetch(run.id, file, path.join(into, file))))
        throw new InputError(`${file} of run ${run.id} is not there`)
    return true
  },
}

/** The newest run of a key that has its files: trials of a search and runs of other machines may have none. */
async function runWithModel(key: string, opened: Tracker, { config }: Context): Promise<RunDetails | undefined> {
  const runs = await opened.runs({ name: config.name, key, status: 'finished' })
  for (const { id } of runs.filter(({ parent }) => parent === undefined)) {
    const run = await opened.run(id)
    if (run?.files.some(({ file }) => file === 'model/model.onnx')) return run
  }
  return undefined
}

const github: Way = {
  name: 'GitHub cache',
  bring: async (key, into, context) => {
    const { folder, relative } = shelf(key, context)
    try {
      if (!(await context.services.cache.restore([relative], cacheKey(key)))) return false
      await copyEntry(folder, into)
      await expectSealed(into)
      return true
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** Puts a new entry into GitHub's cache, for later runs on other machines. */
export async function saveEntry(key: string, from: string, context: Context): Promise<void> {
  const { folder, relative } = shelf(key, context)
  try {
    for (const file of await entryFiles(from)) await cp(path.join(from, file), path.join(folder, file))
    await sealEntry(folder)
    await context.services.cache.save([relative], cacheKey(key))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export function cacheKey(key: string): string {
  return `trainyard-train-${key}`
}

/** Where an entry lies while it is packed; the same on every machine, since the cache tells entries apart by it. */
function shelf(key: string, { state, services }: Context): { readonly folder: string; readonly relative: string } {
  const folder = path.join(state, 'cache', key)
  return { folder, relative: path.relative(services.cwd, folder) }
}

async function copyEntry(from: string, into: string): Promise<void> {
  for (const name of ['model', 'run.json', 'profile.json', sealName])
    await cp(path.join(from, name), path.join(into, name), { recursive: true }).catch((error: unknown) => {
      if (!isCode(error, 'ENOENT')) throw error
      throw new InputError(`${name} is missing`, { cause: error })
    })
}
