import type { RunFacts, RunStatus, Scalar, TrackedRun } from '../types.ts'
import type { MlflowRun } from './rest/runs.ts'
import { namePrefix, tagOf } from './tags.ts'

type Texts = Readonly<Record<string, string>>

const statuses: Readonly<Record<string, RunStatus>> = { FINISHED: 'finished', FAILED: 'failed', KILLED: 'killed' }

/** A run of MLflow in our words. One that was not begun by us lacks what only we record. */
export function trackedRun(uri: string, run: MlflowRun, preimage: Texts): TrackedRun {
  const { id, tags, metrics, experiment } = run
  const names = originalNames(tags)
  const environment = json(tags[tagOf.environment], isText)
  return {
    id,
    url: `${uri}/#/experiments/${experiment}/runs/${id}`,
    name: tags[tagOf.project] ?? run.name,
    status: statuses[run.status] ?? 'running',
    startedAt: new Date(run.startedAt).toISOString(),
    ...(run.endedAt !== undefined && { endedAt: new Date(run.endedAt).toISOString() }),
    facts: factsOf(run, preimage, names),
    tags: ownTags(tags),
    metrics: Object.fromEntries(Object.entries(metrics).map(([key, value]) => [names(key), value])),
    ...(environment && { environment }),
    ...(tags[tagOf.parent] && { parent: tags[tagOf.parent] }),
    ...(tags[tagOf.model] && { model: tags[tagOf.model] }),
    ...(tags[tagOf.reason] && { reason: tags[tagOf.reason] }),
  }
}

function factsOf({ params, tags }: MlflowRun, preimage: Texts, names: (key: string) => string): RunFacts {
  const named = Object.fromEntries(Object.entries(params).map(([key, value]) => [names(key), value]))
  return {
    trainer: tags[tagOf.trainer] ?? tags['mlflow.source.name'] ?? '',
    parameters: json(tags[tagOf.parameters], isScalar) ?? named,
    seed: Number(tags[tagOf.seed] ?? 0),
    cache: { key: tags[tagOf.key] ?? '', preimage },
    dataset: tags[tagOf.dataset] ?? '',
    ...(tags[tagOf.commit] && { commit: tags[tagOf.commit] }),
  }
}

/** The pre-image that a run carries as a tag; undefined where it does not. */
export function taggedPreimage(tags: Texts): Texts | undefined {
  return json(tags[tagOf.preimage], isText)
}

/** A map of texts in a file; empty where it is none. */
export function textMap(text: string | undefined): Texts {
  return json(text, isText) ?? {}
}

/** Names as they were given, by what MLflow calls them. */
export function originalNames(tags: Texts): (key: string) => string {
  return (key) => tags[`${namePrefix}${key}`] ?? key
}

function ownTags(tags: Texts): Texts {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !/^(trainyard|mlflow)\./.test(name)))
}

function json<T>(
  text: string | undefined,
  is: (value: unknown) => value is T,
): Readonly<Record<string, T>> | undefined {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null) return undefined
  const items: readonly (readonly [string, unknown])[] = Object.entries(value)
  return Object.fromEntries(items.flatMap(([name, item]) => (is(item) ? [[name, item]] : [])))
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
