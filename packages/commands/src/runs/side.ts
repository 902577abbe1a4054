import type { MetricPoint, MetricResult } from '@trainyard/evidence'
import type { RunDetails } from '@trainyard/tracking'
import type { ComparedSide } from './compared.ts'
import { documentOf } from './documents.ts'
import { dvcSide } from './dvc.ts'
import { findRun } from './find.ts'
import type { Opened } from './open.ts'

/** Finds a side by the word that names it; undefined passes on to the next. */
export type SideSource = (word: string, opened: Opened) => Promise<ComparedSide | undefined>

/** What may be compared, in the order in which a word is looked up. The last one refuses what it does not know. */
export const sideSources: readonly SideSource[] = [dvcSide, trackedSide]

export async function findSide(word: string, opened: Opened): Promise<ComparedSide> {
  for (const source of sideSources) {
    const side = await source(word, opened)
    if (side) return side
  }
  return trackedSide(word, opened)
}

async function trackedSide(word: string, { context, tracker }: Opened): Promise<ComparedSide> {
  const run = await findRun(word, context.config.name, tracker)
  const [trained, evaluated] = await Promise.all([
    documentOf('run', run.id, tracker),
    documentOf('evaluation', run.id, tracker),
  ])
  return sideOf(run, trained?.validation, evaluated?.metrics)
}

function sideOf(
  { id, startedAt, facts, model, points }: RunDetails,
  validation: readonly MetricResult[] | undefined,
  test: readonly MetricResult[] | undefined,
): ComparedSide {
  const metrics: readonly MetricPoint[] = points
  return {
    id,
    startedAt,
    parameters: facts.parameters,
    dataset: facts.dataset,
    preimage: facts.cache.preimage,
    metrics,
    ...(facts.commit !== undefined && { commit: facts.commit }),
    ...(model !== undefined && { model }),
    ...(validation && { validation }),
    ...(test && { test }),
  }
}
