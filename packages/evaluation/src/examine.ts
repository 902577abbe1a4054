import type { AppliedThreshold, WeakSlices } from '@trainyard/evidence'
import type { Position } from '@trainyard/ports'
import type { PredictionTable, RivalAnswers } from '@trainyard/predictions'
import type { Costs } from './costs/types.ts'
import { type EvaluateRequest, type Evaluation, evaluate, type Judgement, judgeRules } from './evaluate.ts'
import type { Facts } from './facts.ts'
import { inConfiguration } from './rules/gate.ts'
import { atThreshold, disturbedAt } from './threshold.ts'
import { findWeakSlices, type WeakSliceRequest } from './weak/search.ts'

/** Rules, where each was written, and how they are settled: plain data, so that a thread can be asked. */
export interface AskedRules
  extends Pick<EvaluateRequest, 'gates' | 'inconclusive' | 'sliceRows' | 'named' | 'custom' | 'firstModel'> {
  readonly places: readonly Position[]
  readonly threshold?: AppliedThreshold
  /** What they are held against in place of the table's champion and its costs. */
  readonly rival?: OtherChampion
}

/** Another champion than that of the table. */
export interface OtherChampion {
  /** Absent: there is none. */
  readonly answers?: RivalAnswers
  readonly costs?: Costs | undefined
  /** The model that is judged is this one. */
  readonly isChampion: boolean
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
export function examine({ seed, own, base, weak, ...asked }: Examination, progress: (line: string) => void): Examined {
  const [plain, without] = [cut(asked, own), base && cut(against(asked, base), base)]
  return {
    evaluation: evaluate({ ...plain, seed, progress, ...placed(own) }),
    ...(base && without && { base: judgeRules({ ...without, seed, progress, ...placed(base) }) }),
    ...(weak && { weakSlices: findWeakSlices({ table: plain.table, ...weak }) }),
  }
}

type Asked = Pick<Examination, 'table' | 'facts'>

/** The same labels and answers beside another champion, where rules have one of their own. */
function against({ table, facts }: Asked, { rival }: AskedRules): Asked {
  if (rival === undefined) return { table, ...(facts && { facts }) }
  const { champion: _, ...alone } = table
  return {
    table: { ...alone, ...(rival.answers && { champion: rival.answers }) },
    facts: { ...facts, costs: rival.costs, isChampion: rival.isChampion },
  }
}

/** Answers as the threshold of some rules makes them. */
function cut({ table, facts }: Asked, { threshold }: AskedRules): Asked {
  if (threshold === undefined) return { table, ...(facts && { facts }) }
  const disturbed = facts?.disturbed
  const sides =
    disturbed && [...disturbed.sides].map(([name, side]) => [name, disturbedAt(side, table, threshold)] as const)
  return {
    table: atThreshold(table, threshold),
    ...(facts && { facts: { ...facts, ...(disturbed && { disturbed: { ...disturbed, sides: new Map(sides) } }) } }),
  }
}

function placed({ places, threshold: _, rival: __, ...rules }: AskedRules) {
  return { ...rules, placeOf: (index: number) => places[index] ?? inConfiguration(index) }
}
