import { readdir, stat } from 'node:fs/promises'
import { isCode } from '@trainyard/ports'
import type { RunDetails, RunEnd, RunFilter, RunStatus, TrackedFile, TrackedRun } from '../types.ts'
import { isGone } from './alive.ts'
import type { Layout, RunLayout } from './layout.ts'
import { readDigests, readPoints, readTags } from './lines.ts'
import { type Records, readRecord } from './records.ts'

/** Names in a folder; none where it is not there. What a writer has not finished begins with a dot. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.') && !name.endsWith('.tmp'))
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return []
    throw error
  }
}

/** Runs that match, the newest first: their ids begin with the time. */
export async function readRuns(layout: Layout, filter: RunFilter): Promise<readonly TrackedRun[]> {
  const found: TrackedRun[] = []
  for (const id of (await namesIn(layout.runs)).toSorted().reverse()) {
    if (found.length === (filter.atMost ?? Number.POSITIVE_INFINITY)) break
    const run = await readMatching(id, layout.run(id), filter)
    if (run) found.push(run)
  }
  return found
}

/** How a run began is looked at first: most runs do not match, and their points need not be read. */
async function readMatching(id: string, layout: RunLayout, filter: RunFilter): Promise<TrackedRun | undefined> {
  const begun = await readRecord('run', layout.begun)
  if (begun === undefined || !agrees(filter.name, begun.name) || !agrees(filter.key, begun.facts.cache.key))
    return undefined
  if (!agrees(filter.parent, begun.parent)) return undefined
  const run = await readRun(id, layout)
  return run && agrees(filter.model, run.model) && agrees(filter.status, run.status) ? summaryOf(run) : undefined
}

function agrees<T>(wanted: T | undefined, found: T | undefined): boolean {
  return wanted === undefined || wanted === found
}

function summaryOf({ points: _points, files: _files, ...run }: RunDetails): TrackedRun {
  return run
}

/** One run with all that is kept of it; undefined where there is none, or where it was never begun in full. */
export async function readRun(id: string, layout: RunLayout): Promise<RunDetails | undefined> {
  const begun = await readRecord('run', layout.begun)
  if (begun === undefined) return undefined
  const { record: _run, process: _process, ...facts } = begun
  const ended = await readRecord('end', layout.ended)
  const { parameters, ...end } = ended === undefined ? await unended(begun) : withoutRecord(ended)
  const points = await readPoints(layout.metrics)
  return {
    id,
    ...facts,
    ...end,
    facts: { ...facts.facts, ...(parameters && { parameters }) },
    tags: { ...facts.tags, ...(await readTags(layout.tags)) },
    metrics: Object.fromEntries(points.map(({ name, value }) => [name, value])),
    points,
    files: await readFiles(layout),
  }
}

function withoutRecord({ record: _, ...end }: Records['end']): Omit<Records['end'], 'record'> {
  return end
}

type Unended = Omit<RunEnd, 'status'> & { readonly status: RunStatus }

/** A run without an end goes on, or its process was killed before it could write one. */
async function unended({ process }: Records['run']): Promise<Unended> {
  const killed = process !== undefined && (await isGone(process))
  return killed ? { status: 'killed', reason: 'its process is gone, and wrote no end' } : { status: 'running' }
}

async function readFiles(layout: RunLayout): Promise<readonly TrackedFile[]> {
  const digests = [...(await readDigests(layout.digests))]
  const files = await Promise.all(
    digests.map(async ([file, sha256]) => {
      const bytes = await sizeOf(layout.file(file))
      return bytes === undefined ? [] : [{ file, bytes, sha256 }]
    }),
  )
  return files.flat().sort((a, b) => (a.file < b.file ? -1 : 1))
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}
