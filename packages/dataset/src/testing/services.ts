import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DataServices } from '../sources/place.ts'

/** What opening a table needs, on a machine where the parts lie in `node_modules`. */
export const testServices: DataServices = {
  log: {
    info: () => undefined,
    debug: () => undefined,
    warning: () => undefined,
    error: () => undefined,
    progress: () => undefined,
    group: (_, work) => work(),
    mask: () => undefined,
  },
  exec: { run: () => Promise.reject(new Error('nothing is started here')) },
  cache: { name: 'no cache', restore: async () => false, save: async () => undefined },
  toolCache: { root: path.join(tmpdir(), 'no-tool-cache') },
  env: {},
  dist: path.resolve('dist'),
  fetch,
  clock: { now: () => new Date(0), elapsed: () => 0, sleep: async () => undefined },
}

/** Runs work in a folder that holds these files, and removes it. */
export async function inFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-test-'))
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
      await writeFile(path.join(folder, name), content)
    }
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
