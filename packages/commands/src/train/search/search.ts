import { cp } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { type RunDocument, type SearchResult, type TrialResult, writeDocument } from '@trainyard/evidence'
import { readModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import { bestTrial } from '@trainyard/training'
import type { Context } from '../../core/context.ts'
import type { Entry } from '../cache/entry.ts'
import type { FitOptions } from '../fit.ts'
import type { Plan, SearchPlan } from '../plan.ts'
import type { Origin } from '../record/origin.ts'
import { collectTrials } from './collected.ts'
import { expectJudge } from './judge.ts'
import { inPool } from './pool.ts'
import { readTrial, trialStore } from './store.ts'
import { runTrial, type Trial, trialsOfPlan } from './trial.ts'

/** Where trials are trained. */
export interface Ground {
  readonly origin: Origin
  readonly out: string
  readonly context: Context
}

/** Trains every trial that no other job has trained; the best by the validation share becomes the model. */
export async function search(plan: Plan, searched: SearchPlan, ground: Ground): Promise<Entry> {
  const { out, context } = ground
  const { clock } = context.services
  const start = clock.elapsed()
  expectJudge(plan, searched.objective)
  const collected = await collectTrials(plan.inputs.parts ?? 0, context)
  const all = trialsOfPlan(plan, searched)
  const missing = all.filter((trial) => !collected.results.has(trial.plan.key))
  const own = new Map((await runTrials(missing, searched, ground)).map((result) => [result.key, result]))
  const trials = all.map(({ trial, plan: { key }, searched: parameters }): TrialResult => {
    const result = own.get(key) ?? collected.results.get(key)
    return { ...(result ?? { key, seconds: 0, reused: false }), trial, parameters }
  })
  const best = bestOf(trials, searched)
  const entry = await entryOf(best, collected.folders.get(best.key), context)
  const result = searchResult(searched, trials, best)
  return adopt(entry, { plan, result, seconds: (clock.elapsed() - start) / 1000 }, out)
}

/** Trains trials side by side, as many as the machine bears. */
export async function runTrials(
  trials: readonly Trial[],
  search: SearchPlan,
  { origin, context }: Ground,
): Promise<readonly TrialResult[]> {
  const [first] = trials
  if (first === undefined) return []
  const parallel = Math.min(parallelOf(first.plan, search), trials.length)
  const bench = { origin, search, context, store: trialStore(context), options: shareOf(parallel) }
  return inPool(trials, parallel, (trial) => runTrial(trial, bench))
}

/** A command mostly takes all cores itself. */
function parallelOf({ inputs }: Plan, { config }: SearchPlan): number {
  return config.parallel ?? (inputs.run === undefined ? availableParallelism() : 1)
}

function shareOf(parallel: number): FitOptions {
  if (parallel === 1) return {}
  return { apart: true, threads: Math.max(1, Math.floor(availableParallelism() / parallel)) }
}

/** @throws InputError where every trial failed */
export function bestOf(trials: readonly TrialResult[], { objective }: SearchPlan): TrialResult {
  const best = bestTrial(trials, objective.direction)
  if (best) return best
  const reasons = [...new Set(trials.map(({ failure }) => failure ?? 'it was not trained'))]
  throw new InputError(
    [`all ${trials.length} trials failed`, ...reasons.slice(0, 5).map((one) => `  ${one}`)].join('\n'),
    {
      at: { file: 'trainyard.yml', key: 'train.search' },
    },
  )
}

export function searchResult(
  { config, objective }: SearchPlan,
  trials: readonly TrialResult[],
  best: TrialResult | undefined,
): SearchResult {
  const judgedBy = objective.metric === undefined ? 'logged' : 'validation'
  return { method: config.method, best: objective.text, judgedBy, chosen: best?.trial ?? 0, trials }
}

async function entryOf({ key }: TrialResult, folder: string | undefined, context: Context): Promise<Entry> {
  const entry = await readTrial(folder ?? trialStore(context).folder(key), key, context)
  if (entry) return entry
  throw new InputError('the model of the best trial is gone', {
    remedy: 'Run it again: what is lost is trained again.',
  })
}

interface Adoption {
  readonly plan: Plan
  readonly result: SearchResult
  readonly seconds: number
}

/** Makes the best trial the run's own. */
async function adopt(
  { run, model }: Entry,
  { plan: { key, preimage, inputs }, result, seconds }: Adoption,
  out: string,
): Promise<Entry> {
  await cp(model.folder, path.join(out, 'model'), { recursive: true })
  const document: RunDocument = {
    ...run,
    cache: { key, preimage, reused: false },
    ...(inputs.reason !== undefined && { trigger: inputs.reason }),
    seconds,
    search: result,
    reason: `${run.reason}; best of ${result.trials.length} trials: ${result.best} ${valueText(result)}`,
  }
  await writeDocument(path.join(out, 'run.json'), document)
  return { run: document, model: await readModelPackage(path.join(out, 'model')) }
}

function valueText({ trials, chosen }: SearchResult): string {
  const value = trials.find(({ trial }) => trial === chosen)?.value
  return value === undefined ? '' : String(Number(value.toPrecision(4)))
}
