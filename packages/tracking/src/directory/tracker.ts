import { randomBytes } from 'node:crypto'
import { mkdir, stat } from 'node:fs/promises'
import { InputError, isCode, replaceAtomic, writeFileAtomic } from '@trainyard/ports'
import type { NewRun, RunHandle, Tracker, TrackServices } from '../types.ts'
import { thisProcess } from './alive.ts'
import { copyHashed, runHandle } from './handle.ts'
import { type Layout, layoutOf, type RunLayout } from './layout.ts'
import { readDigests } from './lines.ts'
import { readRun, readRuns } from './read.ts'
import { recordText } from './records.ts'
import { addVersion, findVersion, moveAlias, readVersions } from './registry.ts'

/**
 * Runs and models as files. Each is written once or only appended to, numbers are taken by making a file that must not be
 * there, and what is half-written is under another name: so several processes may write at once, and any may be killed.
 */
export function directoryTracker(root: string, shown: string, { clock }: Pick<TrackServices, 'clock'>): Tracker {
  const layout = layoutOf(root)
  return {
    name: `directory ${shown}`,
    start: (run) => start(layout, run, clock),
    resume: (id) => resume(layout, id, clock),
    runs: (filter = {}) => readRuns(layout, filter),
    run: (id) => readRun(id, layout.run(id)),
    fetch: (id, file, into) => fetchFile(layout.run(id), file, into),
    register: (version) => addVersion(layout, version, clock),
    version: (model, name) => findVersion(layout, model, name),
    versions: (model) => readVersions(layout, model),
    alias: (move) => moveAlias(layout, move, clock),
  }
}

type Clock = TrackServices['clock']

async function start(layout: Layout, { name, parent, facts, tags }: NewRun, clock: Clock): Promise<RunHandle> {
  const startedAt = clock.now().toISOString()
  const id = await newId(layout, startedAt)
  const run = layout.run(id)
  const begun = { startedAt, process: await thisProcess(), facts, tags }
  const record = { record: 'run', name, ...(parent !== undefined && { parent }), ...begun } as const
  await writeFileAtomic(run.begun, recordText(record))
  return runHandle(id, run, clock)
}

/** `20260131-174502123-3f9a1c`: sorted by time; the last part tells two of one millisecond apart. */
async function newId(layout: Layout, startedAt: string): Promise<string> {
  await mkdir(layout.runs, { recursive: true })
  const time = startedAt.replaceAll(/[-:.Z]/g, '').replace('T', '-')
  for (;;) {
    const id = `${time}-${randomBytes(3).toString('hex')}`
    try {
      await mkdir(layout.run(id).folder)
      return id
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error
    }
  }
}

async function resume(layout: Layout, id: string, clock: Clock): Promise<RunHandle> {
  const run = layout.run(id)
  if (await isThere(run.begun)) return runHandle(id, run, clock)
  throw new InputError(`no such run: ${id}`, { remedy: 'See them: trainyard runs.' })
}

async function fetchFile(run: RunLayout, file: string, into: string): Promise<boolean> {
  const expected = (await readDigests(run.digests)).get(file)
  const source = run.file(file)
  if (expected === undefined || !(await isThere(source))) return false
  await replaceAtomic(into, async (temporary) => {
    const found = await copyHashed(source, temporary)
    if (found !== expected)
      throw new InputError(`hashes to ${found}, but ${expected} was recorded`, {
        at: { file: source },
        remedy: 'It was changed or cut off after it was recorded. Remove the run, and train again.',
      })
  })
  return true
}

async function isThere(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile()
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return false
    throw error
  }
}
