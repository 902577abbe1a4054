import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { type Found, findFile } from '../find.ts'
import type { Fetching } from '../objects/cache.ts'
import type { TrackedFile } from '../types.ts'
import { openCrew } from './crew.ts'

export type Find = (file: TrackedFile) => Promise<Found>

export interface Search extends Fetching {
  readonly files: number
  readonly checkout: boolean
  readonly dist: string
}

/** Files that are worth a thread, which takes a tenth of a second to start. */
const filesPerThread = 8
const mostThreads = 4

/** Gives work something that finds files: in threads of its own where there are many, so that several cores hash. */
export async function withFinder<T>(search: Search, work: (find: Find) => Promise<T>): Promise<T> {
  const { files, checkout, dist, repository, progress } = search
  const threads = Math.min(mostThreads, availableParallelism(), Math.floor(files / filesPerThread))
  const worker = path.join(dist, 'dvc-worker', 'index.js')
  if (threads < 2 || !(await isThere(worker))) return work((file) => findFile(file, checkout, search))
  const { root, base, services } = repository
  const start = { documents: { root, base }, checkout, env: { ...services.env } }
  const crew = openCrew({ worker, threads, start, progress, log: services.log })
  try {
    return await work(crew.find)
  } finally {
    await crew.close()
  }
}

/** Run from its sources, the project has no bundles. */
async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined
}
