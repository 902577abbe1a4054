import type { WeakSlices } from '@trainyard/evidence'
import type { Position } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import { type EvaluateRequest, type Evaluation, evaluate, type Judgement, judgeRules } from './evaluate.ts'
import type { Facts } from './facts.ts'
import { inConfiguration } from './gate.ts'
import { findWeakSlices, type WeakSliceRequest } from './weak/search.ts'

/** Rules, where each was written, and how they are settled: plain data, so that a thread can be asked. */
export interface AskedRules extends Pick<EvaluateRequest, 'gates' | 'inconclusive' | 'sliceRows' | 'named'> {
  readonly places: readonly Position[]
}

/** Everything that is asked of the labels and answers of one evaluation. */
export interface Examination {
  readonly table: PredictionTable
  readonly facts?: Facts
  /** Seed of the bootstrap. */
  readonly seed: number
  readonly own: AskedRules
  /** Rules of the branch that a pull request would change. */
  readonly base?: AskedRules
  /** Where weak slices are looked for. */
  readonly weak?: Omit<WeakSliceRequest, 'table'>
}

export interface Examined {
  readonly evaluation: Evaluation
  readonly base?: Judgement
  readonly weakSlices?: WeakSlices
}

/** Measures, judges and searches. @throws InputError for rules that cannot be decided at all */
export function examine(
  { table, facts, seed, own, base, weak }: Examination,
  progress: (line: string) => void,
): Examined {
  const asked = { table, seed, progress, ...(facts && { facts }) }
  return {
    evaluation: evaluate({ ...asked, ...placed(own) }),
    ...(base && { base: judgeRules({ ...asked, ...placed(base) }) }),
    ...(weak && { weakSlices: findWeakSlices({ table, ...weak }) }),
  }
}

function placed({ places, ...rules }: AskedRules) {
  return { ...rules, placeOf: (index: number) => places[index] ?? inConfiguration(index) }
}
