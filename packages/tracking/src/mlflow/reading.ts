import type { MetricPoint } from '@trainyard/evidence'
import type { RunDetails, RunFilter, RunStatus, TrackedRun } from '../types.ts'
import type { ArtifactPlace } from './artifacts/place.ts'
import { fetchFile, fetchText } from './artifacts/transfer.ts'
import { originalNames, taggedPreimage, textMap, trackedRun } from './facts.ts'
import { readManifest } from './replay/manifest.ts'
import { placeOfFile } from './replay/model.ts'
import { type Sender, serverRun } from './replay/sending.ts'
import { experimentByName } from './rest/experiments.ts'
import { metricHistory } from './rest/history.ts'
import { getRun, type MlflowRun, quoted, searchRuns } from './rest/runs.ts'
import type { MlflowServer } from './rest/server.ts'
import { preimageFile, tagOf } from './tags.ts'

/** Runs of the experiment that match, the newest first. */
export async function findRuns(sender: Sender, filter: RunFilter): Promise<readonly TrackedRun[]> {
  const { server, experiment } = sender
  const id = await experimentByName(server, experiment)
  if (id === undefined) return []
  const found = await searchRuns(server, {
    experiments: [id],
    filter: await filterText(sender, filter),
    orderBy: ['attributes.start_time DESC'],
    limit: filter.atMost ?? Number.POSITIVE_INFINITY,
  })
  return Promise.all(found.map((run) => inOurWords(server, run)))
}

const statuses: Readonly<Record<RunStatus, string>> = {
  running: 'RUNNING',
  finished: 'FINISHED',
  failed: 'FAILED',
  killed: 'KILLED',
}

async function filterText(sender: Sender, { name, key, model, parent, status }: RunFilter): Promise<string> {
  const tags = [
    [tagOf.project, name],
    [tagOf.key, key],
    [tagOf.model, model],
    [tagOf.parent, parent === undefined ? undefined : await serverRun(sender, parent)],
  ] as const
  const wanted = tags.flatMap(([tag, text]) => (text === undefined ? [] : [`tags."${tag}" = ${quoted(text)}`]))
  return [...wanted, ...(status ? [`attributes.status = '${statuses[status]}'`] : [])].join(' AND ')
}

/** One run with every point and file; undefined where there is none, or it was deleted. */
export async function findRun(sender: Sender, id: string): Promise<RunDetails | undefined> {
  const { server } = sender
  const run = await getRun(server, await serverRun(sender, id))
  if (run === undefined || run.deleted) return undefined
  const files = await readManifest(server, run.id, placeOf(run))
  return { ...(await inOurWords(server, run)), points: await pointsOf(server, run), files }
}

async function inOurWords(server: MlflowServer, run: MlflowRun): Promise<TrackedRun> {
  return trackedRun(server.uri, run, taggedPreimage(run.tags) ?? (await keptPreimage(server, run)))
}

/** A run of ours whose pre-image is too long for a tag has it as a file. */
async function keptPreimage(server: MlflowServer, run: MlflowRun): Promise<Readonly<Record<string, string>>> {
  if (run.tags[tagOf.key] === undefined) return {}
  return textMap(await fetchText(server, placeOf(run), preimageFile))
}

async function pointsOf(server: MlflowServer, run: MlflowRun): Promise<readonly MetricPoint[]> {
  const names = originalNames(run.tags)
  const all: MetricPoint[] = []
  for (const metric of Object.keys(run.metrics)) {
    const history = await metricHistory(server, run.id, metric)
    all.push(...history.map(({ key, step, value }) => ({ name: names(key), step, value })))
  }
  return all
}

/** Copies a file of a run, held against its recorded digest. @returns whether the run has it */
export async function fetchRunFile(sender: Sender, id: string, file: string, into: string): Promise<boolean> {
  const { server } = sender
  const run = await getRun(server, await serverRun(sender, id))
  if (run === undefined || run.deleted) return false
  const recorded = (await readManifest(server, run.id, placeOf(run))).find((one) => one.file === file)
  if (recorded === undefined) return false
  const placed = await placeOfFile(server, run.id, placeOf(run), file)
  return fetchFile(server, placed.place, { file: placed.file, sha256: recorded.sha256 }, into)
}

function placeOf({ id, artifactUri }: MlflowRun): ArtifactPlace {
  return { uri: artifactUri, owner: { run_id: id } }
}
