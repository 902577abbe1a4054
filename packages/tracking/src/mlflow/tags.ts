import type { RunEnd, RunFacts, Scalar } from '../types.ts'
import { cut, keyOf, longestTag } from './names.ts'

/** Tags that hold what MLflow has no place for, and those of its own that we set. */
export const tagOf = {
  project: 'trainyard.project',
  trainer: 'trainyard.trainer',
  seed: 'trainyard.seed',
  key: 'trainyard.key',
  preimage: 'trainyard.preimage',
  dataset: 'trainyard.dataset',
  parameters: 'trainyard.parameters',
  environment: 'trainyard.environment',
  model: 'trainyard.model',
  reason: 'trainyard.reason',
  commit: 'mlflow.source.git.commit',
  parent: 'mlflow.parentRunId',
  name: 'mlflow.runName',
  note: 'mlflow.note.content',
} as const

/** Prefix of the tags that hold the names of metrics and params which MLflow does not take as they are. */
export const namePrefix = 'trainyard.name.'

/** Digest of the model, as a tag of its logged model and of its registered versions. */
export const digestTag = 'trainyard.sha256'

/** File of a run that holds the pre-image of its key where that is too long for a tag. */
export const preimageFile = 'trainyard/preimage.json'

type Texts = Readonly<Record<string, string>>

/** What is known of a run before it trains, as tags. */
export function factTags(project: string, facts: RunFacts): Texts {
  const { trainer, parameters, seed, cache, dataset, commit } = facts
  const preimage = JSON.stringify(cache.preimage)
  return {
    [tagOf.project]: project,
    [tagOf.trainer]: short(trainer),
    [tagOf.seed]: String(seed),
    [tagOf.key]: cache.key,
    [tagOf.dataset]: dataset,
    ...json(tagOf.parameters, parameters),
    ...(preimage.length <= longestTag && { [tagOf.preimage]: preimage }),
    ...(commit && { [tagOf.commit]: commit }),
  }
}

/** What is known only at the end, as tags. */
export function endTags({ model, parameters, environment, reason }: RunEnd): Texts {
  return {
    ...(model && { [tagOf.model]: model }),
    ...(parameters && json(tagOf.parameters, parameters)),
    ...(environment && json(tagOf.environment, environment)),
    ...(reason && { [tagOf.reason]: short(reason), [tagOf.note]: short(reason) }),
  }
}

/** A map as one tag, where it is short enough: a part of it would be no JSON. */
function json(name: string, map: Readonly<Record<string, Scalar>>): Texts {
  const text = JSON.stringify(map)
  return text.length <= longestTag ? { [name]: text } : {}
}

function short(text: string): string {
  return cut(text, longestTag, () => undefined)
}

/** Tags of the user's own, by names and with texts that MLflow takes. */
export function ownTags(tags: Texts): Texts {
  return Object.fromEntries(Object.entries(tags).map(([name, text]) => [keyOf(name), short(text)]))
}
