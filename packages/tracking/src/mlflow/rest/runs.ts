import { InputError } from '@trainyard/ports'
import { ask, call, refused } from './call.ts'
import { at, listAt, numberAt, optionalTextAt, pairsAt, textAt, toPairs } from './read.ts'
import type { MlflowServer } from './server.ts'

export const runStatuses = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const
export type MlflowStatus = (typeof runStatuses)[number]

export interface MlflowRun {
  readonly id: string
  readonly name: string
  readonly experiment: string
  readonly status: string
  readonly artifactUri: string
  /** Whether it was deleted; it can be restored. */
  readonly deleted: boolean
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly endedAt?: number
  readonly params: Readonly<Record<string, string>>
  /** The latest value of each. */
  readonly metrics: Readonly<Record<string, number>>
  readonly tags: Readonly<Record<string, string>>
  /** Ids of the models that it left. */
  readonly models: readonly string[]
}

export interface NewMlflowRun {
  readonly experiment: string
  readonly name: string
  readonly startedAt: number
  readonly tags: Readonly<Record<string, string>>
  /** Tag that no other run has: a creation whose answer was lost is found again by it. */
  readonly mark: string
}

/**
 * A new run, or the one that an earlier attempt made: before each attempt the server is asked for the mark. An attempt that is
 * still on its way when the next one asks is not seen; the second run would then stay empty.
 */
export function createRun(server: MlflowServer, run: NewMlflowRun): Promise<MlflowRun> {
  return server.http.retry(async () => (await findMarked(server, run)) ?? (await createOnce(server, run)))
}

async function findMarked(server: MlflowServer, { experiment, mark, tags }: NewMlflowRun) {
  const filter = `tags."${mark}" = ${quoted(tags[mark] ?? '')}`
  const [found] = await searchRuns(server, { experiments: [experiment], filter, limit: 1, once: true })
  return found
}

async function createOnce(server: MlflowServer, { experiment, name, startedAt, tags }: NewMlflowRun) {
  const body = { experiment_id: experiment, run_name: name, start_time: startedAt, tags: toPairs(tags) }
  return readRun(at(await call(server, { method: 'POST', path: 'runs/create', body, once: true }), 'run'))
}

/** @returns undefined where there is no such run */
export async function getRun(server: MlflowServer, id: string): Promise<MlflowRun | undefined> {
  const asked = { path: 'runs/get', query: { run_id: id } }
  const answer = await ask(server, asked)
  if (answer.ok) return readRun(at(answer.body, 'run'))
  if (['RESOURCE_DOES_NOT_EXIST', 'INVALID_PARAMETER_VALUE'].includes(answer.refusal.code)) return undefined
  throw refused(server, asked.path, answer.refusal)
}

export interface RunUpdate {
  readonly status: MlflowStatus
  readonly endedAt: number
}

export async function updateRun(server: MlflowServer, id: string, { status, endedAt }: RunUpdate): Promise<void> {
  await call(server, { method: 'POST', path: 'runs/update', body: { run_id: id, status, end_time: endedAt } })
}

export interface RunSearch {
  readonly experiments: readonly string[]
  readonly filter?: string
  readonly orderBy?: readonly string[]
  /** Most runs to give. */
  readonly limit: number
  readonly once?: boolean
}

const largestPage = 1000

/** Runs that are not deleted, page by page, newest first where no other order is asked for. */
export async function searchRuns(server: MlflowServer, search: RunSearch): Promise<readonly MlflowRun[]> {
  const { experiments, filter, orderBy, limit, once = false } = search
  const found: MlflowRun[] = []
  for (let token: string | undefined = ''; token !== undefined && found.length < limit; ) {
    const body = {
      experiment_ids: experiments,
      max_results: Math.min(limit - found.length, largestPage),
      ...(filter && { filter }),
      ...(orderBy && { order_by: orderBy }),
      ...(token && { page_token: token }),
    }
    const answer: unknown = await call(server, { method: 'POST', path: 'runs/search', body, once })
    found.push(...listAt(answer, 'runs').map(readRun))
    token = optionalTextAt(answer, 'next_page_token')
  }
  return found
}

/** A text inside a filter. @throws InputError where it cannot be written there */
export function quoted(text: string): string {
  if (!/['"`\\]/.test(text)) return `'${text}'`
  throw new InputError(`MLflow cannot be asked for a text with quotes: ${text}`)
}

function readRun(run: unknown): MlflowRun {
  const endedAt = numberAt(run, 'info.end_time')
  return {
    id: textAt(run, 'info.run_id'),
    name: optionalTextAt(run, 'info.run_name') ?? '',
    experiment: textAt(run, 'info.experiment_id'),
    status: optionalTextAt(run, 'info.status') ?? 'RUNNING',
    artifactUri: textAt(run, 'info.artifact_uri'),
    deleted: at(run, 'info.lifecycle_stage') === 'deleted',
    startedAt: numberAt(run, 'info.start_time') ?? 0,
    ...(endedAt && { endedAt }),
    params: pairsAt(run, 'data.params'),
    metrics: Object.fromEntries(
      listAt(run, 'data.metrics').map((metric) => [textAt(metric, 'key'), metricValue(metric)]),
    ),
    tags: pairsAt(run, 'data.tags'),
    models: listAt(run, 'outputs.model_outputs').map((output) => textAt(output, 'model_id')),
  }
}

const largest = Number.MAX_VALUE

/** The value of a metric: databases keep infinity as the largest number there is, and NaN comes as text. */
export function metricValue(metric: unknown): number {
  const value = Number(at(metric, 'value') ?? 0)
  return Math.abs(value) === largest ? Math.sign(value) * Number.POSITIVE_INFINITY : value
}
