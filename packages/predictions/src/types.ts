import type { Task } from '@trainyard/evidence'
import type { TextColumn } from './column.ts'

/** Identities of rows, as text: a list, or what holds them closer. */
export type Ids = Pick<readonly string[], 'length' | 'at'> & Iterable<string>

/** Labels and answers of some rows, whichever model or framework made them. */
export interface PredictionTable {
  readonly task: Task
  readonly rows: number
  /** Identity of each row: the id column's value. Empty where there is none: then it is the row's number, from 1 on. */
  readonly ids: Ids
  /** Whether the ids come from a column; else they are row numbers. */
  readonly identified?: boolean
  /** Class names, in the order of the probability columns; of several labels a row, the labels. */
  readonly classes: readonly string[]
  /** Classification: index into `classes`. Regression: the number. Several labels: rows × classes, 1 where a row has one. */
  readonly labels: Float64Array
  /** As `labels`. */
  readonly predictions: Float64Array
  /** rows × classes, row-major, where known. */
  readonly probabilities?: Float64Array
  /** How much each row counts, above 0. */
  readonly weight?: { readonly column: string; readonly values: Float64Array }
  /** Which rows belong together: a number from 0 on a row, as the groups come. */
  readonly group?: { readonly column: string; readonly values: Uint32Array }
  /** Which of the further columns tells the order of the rows in time. */
  readonly time?: string
  /** Further columns that rows may be grouped by. */
  readonly slices?: ReadonlyMap<string, TextColumn>
  /** The champion's answers on the same rows. */
  readonly champion?: RivalAnswers
  /** Those of runs, each by what a rule calls it. */
  readonly runs?: ReadonlyMap<string, RivalAnswers>
}

/** Another model's answers to the same rows. */
export interface RivalAnswers {
  readonly predictions: Float64Array
  readonly probabilities?: Float64Array
}
