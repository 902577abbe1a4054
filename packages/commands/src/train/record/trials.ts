import type { RunDocument, TrialResult } from '@trainyard/evidence'
import type { Tracker } from '@trainyard/tracking'
import type { Context } from '../../core/context.ts'
import type { Plan } from '../plan.ts'
import { readTrial, trialStore } from '../search/store.ts'
import { type Trial, trialsOfPlan } from '../search/trial.ts'
import type { Origin } from './origin.ts'
import { newRun } from './record.ts'
import { trainingTracker } from './tracker.ts'

/**
 * Keeps every trial of a search in the tracker, below the run of the search: parameters, value and curves. Models are kept
 * with the search's own run alone, so that a model leads to one run.
 */
export async function recordTrials(plan: Plan, run: RunDocument, origin: Origin, context: Context): Promise<void> {
  if (plan.search === undefined || run.search === undefined || run.tracked === undefined) return
  const tracker = await trainingTracker(context)
  const results = new Map(run.search.trials.map((result) => [result.trial, result]))
  for (const trial of trialsOfPlan(plan, plan.search)) {
    const result = results.get(trial.trial)
    if (result) await recordTrial(trial, result, { tracker, run, origin, context })
  }
}

interface Parent {
  readonly tracker: Tracker
  readonly run: RunDocument
  readonly origin: Origin
  readonly context: Context
}

async function recordTrial(trial: Trial, result: TrialResult, { tracker, run, origin, context }: Parent) {
  const { key } = trial.plan
  const kept = await readTrial(trialStore(context).folder(key), key, context)
  const parent = run.tracked?.run
  const from = { origin, ...(parent !== undefined && { parent }), tags: { trial: String(trial.trial) } }
  const handle = await tracker.start(newRun(trial.plan, from, context.config.name))
  const name = (run.search?.best ?? '').replace(/^(max|min)\s+/, '')
  const value = result.value === undefined ? [] : [{ name, step: 0, value: result.value }]
  const logged = kept?.run.metrics ?? []
  await handle.log([...logged, ...(logged.some((point) => point.name === name) ? [] : value)])
  await handle.end({
    status: result.value === undefined ? 'failed' : 'finished',
    ...(kept && { parameters: kept.run.parameters }),
    reason: result.failure ?? kept?.run.reason ?? `${name} ${result.value}`,
  })
}
