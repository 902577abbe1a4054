import type { ColumnType } from './dataset.ts'

/** What a later run is compared with: no more of the rows than may be shown. */
export interface TableSummary {
  readonly rows: number
  readonly columns: readonly ColumnSummary[]
}

export interface ColumnSummary {
  readonly name: string
  readonly type: ColumnType
  readonly missing: number
  /** Of numbers; null where there is no finite one. */
  readonly mean?: number | null
  /** Of numbers, dates and times, where values are shown: dates and times as text. */
  readonly min?: number | string | null
  readonly max?: number | string | null
  /** Of text with few different values. */
  readonly categories?: readonly CategorySummary[]
}

export interface CategorySummary {
  /** The first 16 hexadecimal digits of the sha256 of the column's name and the category. */
  readonly digest: string
  /** The category, where values are shown. */
  readonly value?: string
  readonly rows: number
}

/** Where the earlier data came from. */
export interface DifferenceBase {
  readonly kind: 'git' | 'document'
  /** A commit, or a file. */
  readonly name: string
}

export interface Difference {
  readonly base: DifferenceBase
  /** Nothing in the data differs. */
  readonly same: boolean
  readonly rows: RowDifference
  /** Columns that are not as they were. */
  readonly columns: readonly ColumnDifference[]
  readonly suite?: SuiteDifference
}

export interface RowDifference {
  readonly before: number
  readonly after: number
  /** By id, where both tables have one without repeats. */
  readonly byId?: { readonly added: number; readonly removed: number; readonly changed: number }
}

export interface ColumnDifference {
  readonly name: string
  readonly change: 'added' | 'removed' | 'retyped' | 'changed'
  readonly type?: Change<ColumnType>
  readonly missing?: Change<number>
  readonly mean?: Change<number | null>
  readonly range?: RangeDifference
  readonly categories?: CategoryDifference
}

export interface Change<T> {
  readonly before: T
  readonly after: T
}

export interface RangeDifference {
  readonly min: 'lower' | 'same' | 'higher'
  readonly max: 'lower' | 'same' | 'higher'
  /** Where values are shown. */
  readonly before?: readonly [number | string, number | string]
  readonly after?: readonly [number | string, number | string]
}

export interface CategoryDifference {
  readonly added: number
  readonly lost: number
  /** Rows of the new categories. */
  readonly rows: number
  /** Where values are shown. */
  readonly names?: { readonly added: readonly string[]; readonly lost: readonly string[] }
}

/** An expectation as a difference names it: no bound, and so no value of a row. */
export interface NamedExpectation {
  readonly type: string
  readonly columns: readonly string[]
}

export interface ChangedExpectation extends NamedExpectation {
  /** `changed`: looser in one respect and tighter in another, or in a way that has no order. */
  readonly change: 'loosened' | 'tightened' | 'changed'
  /** Arguments that are not as they were. */
  readonly kwargs: readonly string[]
}

/** What became of a suite. */
export interface SuiteDifference {
  readonly added: readonly NamedExpectation[]
  readonly removed: readonly NamedExpectation[]
  readonly changed: readonly ChangedExpectation[]
}
