import type { Evaluator, Interval } from '@trainyard/statistics'
import type { CustomValues } from './custom/types.ts'

export type { Interval }

/** Labels and a model's answers on the same rows, as plain arrays. */
export interface Answers {
  readonly task: 'classification' | 'regression' | 'multilabel'
  readonly rows: number
  /** Class names, in the order of the probability columns; of several labels a row, the labels. */
  readonly classes: readonly string[]
  /** Classification: index into `classes`. Regression: the number. Several labels: rows × classes, 1 where a row has one. */
  readonly labels: Float64Array
  /** As `labels`. */
  readonly predictions: Float64Array
  /** rows × classes, row-major, where known. Of several labels, each has its own. */
  readonly probabilities?: Float64Array
  /** How much each row counts, above 0; by default 1. */
  readonly weights?: Float64Array
  /** Which rows belong together and may depend on each other: a number from 0 on a row. By default all are independent. */
  readonly groups?: Uint32Array
  /** Place of each row in time, the same for the same time: those that follow each other may depend on each other. */
  readonly order?: Uint32Array
  /** Columns that metrics between groups name: each value once, and the number of each row's. */
  readonly columns?: ReadonlyMap<string, GroupColumn>
  /** What metrics of the user's own are made of, where there are any. */
  readonly custom?: CustomValues
}

export interface GroupColumn {
  readonly names: readonly (string | null)[]
  readonly numbers: Uint32Array
}

/** How intervals are made: always from a seed. */
export interface IntervalRequest {
  /** Two-sided confidences, for example [0.95, 0.9]. */
  readonly levels: readonly number[]
  readonly resamples: number
  readonly seed: number
}

/** Names of the methods for a value and for a difference, as the reference page shows them. */
export interface Methods {
  readonly interval: string
  readonly difference: string
}

/** Rows that carry a value, and what a message calls them. */
export interface CarryingRows {
  readonly named: string
  readonly has: (row: number) => boolean
}

/** A member of the family: a definition and how sure one can be of it. */
export interface Metric {
  /** scikit-learn's name for the scorer, or the usual short one. */
  readonly name: string
  /** Other names people know it by; they are suggested, not accepted. */
  readonly alsoKnownAs?: readonly string[]
  readonly summary: string
  /** The function of scikit-learn whose values it has, with the arguments that matter. */
  readonly source: string
  readonly task: Answers['task']
  readonly better: 'higher' | 'lower'
  /** Whether it is of one class, `name[class]`: `must` for problems that are not yes or no. */
  readonly ofClass: 'never' | 'may' | 'must'
  readonly needsProbabilities: boolean
  /** Columns that it needs of the rows. */
  readonly columns?: readonly string[]
  /** Whether its own intervals heed weights and groups. */
  readonly ownDesign?: boolean
  /** Least and greatest value, where they are not those of a share, a loss or a share of variance. */
  readonly range?: readonly [number, number]
  /** Kinds of rows it hangs on, each of them; by default all of numbers, those of its class, or of each class. */
  readonly carriedBy?: (answers: Answers, classIndex: number) => readonly CarryingRows[]
  /** Whether it depends on nothing of a row but label and predicted class, so that like rows can be merged. */
  readonly ofPredictions?: boolean
  /** Whether it is a share of the rows that it hangs on. */
  readonly ofShare?: boolean
  /** Whether it is a median, of which leaving out single rows does not tell the deviation. */
  readonly ofOrder?: boolean
  /** Why it has no interval where rows weigh differently or belong to groups. */
  readonly onlyIndependent?: string
  /** Why it never has an interval, where it is only estimated. */
  readonly estimateOnly?: string
  /** How its intervals are made where rows are independent and weigh the same, for people. */
  readonly methods: Methods
  /** Why it cannot be computed on these answers. */
  readonly obstacle: (answers: Answers, classIndex: number) => string | undefined
  /** Its value as a function of row weights. Finite wherever there is no obstacle. */
  readonly evaluator: (answers: Answers, classIndex: number) => Evaluator
  /** One interval a level, in the order asked. */
  readonly limits: (answers: Answers, classIndex: number, request: IntervalRequest) => readonly Interval[]
  /** Intervals for candidate minus champion on the same rows. */
  readonly difference: (pair: Pair, classIndex: number, request: IntervalRequest) => readonly Interval[]
}

/** Two models' answers on the same rows: labels and classes agree. */
export interface Pair {
  readonly candidate: Answers
  readonly champion: Answers
}
