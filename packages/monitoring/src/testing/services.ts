import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DataServices } from '@trainyard/dataset'

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
