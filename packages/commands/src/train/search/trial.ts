import type { TrialResult } from '@trainyard/evidence'
import { FaultError, InputError, type Log } from '@trainyard/ports'
import { preimageKey, type TrialParams, withParams } from '@trainyard/training'
import type { Context } from '../../core/context.ts'
import { type Entry, expectMade } from '../cache/entry.ts'
import type { FitOptions } from '../fit.ts'
import { make } from '../make.ts'
import type { Plan, SearchPlan } from '../plan.ts'
import type { Origin } from '../record/origin.ts'
import { reachedValue } from './judge.ts'
import type { TrialStore } from './store.ts'

/** One training of a search. */
export interface Trial {
  /** 1, 2, … */
  readonly trial: number
  /** What the search looks for. */
  readonly searched: TrialParams
  readonly plan: Plan
}

/** Each trial as a training of its own would be. */
export function trialsOfPlan({ search: _, ...plan }: Plan, { trials, base }: SearchPlan): readonly Trial[] {
  return trials.map((searched, index) => {
    const preimage = withParams(base, searched)
    const own = { ...plan, params: { ...plan.params, ...searched }, preimage, key: preimageKey(preimage) }
    return { trial: index + 1, searched, plan: own }
  })
}

/** What trials need. */
export interface Bench {
  readonly origin: Origin
  readonly search: SearchPlan
  readonly store: TrialStore
  readonly context: Context
  readonly options: FitOptions
}

/** Trains a trial, or takes the one that is there. A trial that fails is told of, and no more. */
export async function runTrial(trial: Trial, bench: Bench): Promise<TrialResult> {
  const { search, store, context } = bench
  const { plan } = trial
  const { clock, log } = context.services
  const start = clock.elapsed()
  const result = { trial: trial.trial, key: plan.key, parameters: trial.searched }
  try {
    const earlier = await store.find(plan.key)
    const entry = earlier ?? (await trainTrial(trial, bench))
    const value = await reachedValue(entry, plan, search.objective, context)
    const done = {
      ...result,
      value,
      ...(entry.run.model !== undefined && { model: entry.run.model }),
      seconds: entry.run.seconds,
      reused: earlier !== undefined,
    }
    log.info(trialLine(done, search))
    return done
  } catch (error) {
    if (!(error instanceof InputError || error instanceof FaultError)) throw error
    log.warning(`trial ${trial.trial} (${paramsText(trial.searched)}) failed: ${error.message}`)
    const seconds = (clock.elapsed() - start) / 1000
    return { ...result, failure: firstLine(error.message), seconds, reused: false }
  }
}

function trainTrial({ trial, plan }: Trial, { origin, search, store, context, options }: Bench): Promise<Entry> {
  const name = `trial ${trial} of ${search.trials.length}`
  const log = labelled(context.services.log, name)
  return store.keep(plan.key, async (folder) =>
    expectMade(await make(plan, origin, folder, context, { ...options, log })),
  )
}

/** `trial 3 of 24: depth 6, rate 0.1: roc_auc 0.912 in 2.3 s` */
function trialLine({ trial, parameters, value = 0, seconds, reused }: TrialResult, search: SearchPlan): string {
  const how = reused ? 'trained before' : `in ${seconds.toFixed(1)} s`
  const found = `${search.objective.name} ${Number(value.toPrecision(4))}`
  return `trial ${trial} of ${search.trials.length}: ${paramsText(parameters)}: ${found}, ${how}`
}

export function paramsText(params: TrialParams): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

/** A log whose lines say which of several trainings they are of. */
function labelled(log: Log, name: string): Log {
  return {
    ...log,
    info: (line) => log.info(`${name}: ${line}`),
    progress: (line) => log.progress(`${name}: ${line}`),
    warning: (message, at) => log.warning(`${name}: ${message}`, at),
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? ''
}
