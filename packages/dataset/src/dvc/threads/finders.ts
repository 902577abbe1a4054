import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { findFile } from '../find.ts'
import type { Fetching } from '../objects/cache.ts'
import { openCrew } from './crew.ts'
import { type Finder, openFinder } from './finder.ts'

export interface Search extends Fetching {
  readonly files: number
  readonly checkout: boolean
  readonly dist: string
}

/** Files that are worth a thread, which takes a tenth of a second to start. */
const filesPerThread = 8
const mostThreads = 4

/**
 * Gives work something that finds files. Many are found by connections that are kept, here and in further threads, so that
 * several cores hash.
 */
export async function withFinder<T>(search: Search, work: (find: Finder['find']) => Promise<T>): Promise<T> {
  const { files, checkout } = search
  if (files < 2 * filesPerThread) return work((file) => findFile(file, checkout, search))
  const finder = await openFinders(search)
  try {
    return await work(finder.find)
  } finally {
    await finder.close()
  }
}

async function openFinders({ files, checkout, dist, repository, progress }: Search): Promise<Finder> {
  const { root, base, services } = repository
  const documents = { root, base }
  const own = openFinder({ documents, checkout, services, progress })
  const threads = Math.min(mostThreads, availableParallelism(), Math.floor(files / filesPerThread)) - 1
  const worker = path.join(dist, 'dvc-worker', 'index.js')
  if (threads < 1 || !(await isThere(worker))) return own
  const start = { documents, checkout, env: { ...services.env } }
  return openCrew({ own, worker, threads, start, progress, log: services.log })
}

/** Run from its sources, the project has no bundles. */
async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined
}
