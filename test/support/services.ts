import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Cache, Clock, Exec, Log } from '@trainyard/ports'

/** Nothing is told. */
export const quietLog: Log = {
  info: () => undefined,
  debug: () => undefined,
  warning: () => undefined,
  error: () => undefined,
  progress: () => undefined,
  mask: () => undefined,
  group: (_title, work) => work(),
}

/** It is always the beginning of 1970, and every wait is over. */
export const stillClock: Clock = { now: () => new Date(0), elapsed: () => 0, sleep: async () => undefined }

/** It begins with 2026-01-31, and a second passes whenever it is asked. */
export function tickingClock(): Clock {
  let time = Date.UTC(2026, 0, 31)
  const now = () => {
    time += 1000
    return new Date(time)
  }
  return { ...stillClock, now }
}

export const noExec: Exec = { run: () => Promise.reject(new Error('no program is run here')) }
export const noCache: Cache = { name: 'no cache', restore: async () => false, save: async () => undefined }

/** Services without a world, on a machine where the native parts lie in `node_modules`: what a table is opened with. */
export const quietServices = {
  log: quietLog,
  clock: stillClock,
  exec: noExec,
  cache: noCache,
  toolCache: { root: path.join(tmpdir(), 'no-tool-cache') },
  env: {},
  dist: path.resolve('dist'),
  fetch,
}
