import path from 'node:path'
import { readDocument } from '@trainyard/evidence'
import { readModelPackage } from '@trainyard/model'
import { InputError, replaceAtomic } from '@trainyard/ports'
import { type Context, exists } from '../../core/context.ts'
import type { Entry } from '../cache/entry.ts'

/** Trials that came to their end, each in a folder that its key names: this machine's, and those in GitHub's cache. */
export interface TrialStore {
  /** Folder of a trial, whether it is there or not. */
  folder(key: string): string
  /** A trial that is whole, its model re-hashed. A broken one is told of and counts as none. */
  find(key: string): Promise<Entry | undefined>
  /** Makes a trial under a temporary name, and keeps it. */
  keep(key: string, make: (folder: string) => Promise<unknown>): Promise<Entry>
}

export function trialStore(context: Context): TrialStore {
  const { cache, cwd } = context.services
  const folder = (key: string) => path.join(context.state, 'trials', key)
  // The same on every machine, since the cache tells entries apart by it.
  const relative = (key: string) => path.relative(cwd, folder(key))
  const cached = (key: string) => `trainyard-trial-${key}`
  return {
    folder,
    find: async (key) => {
      if (!(await exists(folder(key)))) await cache.restore([relative(key)], cached(key))
      return readTrial(folder(key), key, context)
    },
    keep: async (key, make) => {
      await replaceAtomic(folder(key), make)
      await cache.save([relative(key)], cached(key))
      return readWhole(folder(key), key)
    },
  }
}

/** The trial in a folder; `undefined` where there is none, or none that is whole. */
export async function readTrial(folder: string, key: string, { services }: Context): Promise<Entry | undefined> {
  if (!(await exists(folder))) return undefined
  try {
    return await readWhole(folder, key)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    services.log.warning(`an earlier trial cannot be used and is trained again: ${error.message}`)
    return undefined
  }
}

async function readWhole(folder: string, key: string): Promise<Entry> {
  const { document: run } = await readDocument('run', path.join(folder, 'run.json'))
  const model = await readModelPackage(path.join(folder, 'model'))
  if (run.cache.key === key && run.model === model.document.sha256) return { run, model }
  throw new InputError(`${folder} holds another training than its name says`)
}
