import type { DriftThreshold, Severity } from '@trainyard/evidence'
import type { Position } from '@trainyard/ports'
import type { Condition } from '../conditions/types.ts'
import type { Step } from '../kinds/check.ts'
import type { TableFacts } from '../kinds/table.ts'

export const resultFormats = ['BOOLEAN_ONLY', 'BASIC', 'SUMMARY', 'COMPLETE'] as const
export type ResultFormatName = (typeof resultFormats)[number]

/** How much of a result is written, as Great Expectations names it. */
export interface ResultFormat {
  readonly result_format: ResultFormatName
  /** Length of the partial lists. */
  readonly partial_unexpected_count: number
  /** Columns that name an unexpected row. Without them a row is named by its number, from 0. */
  readonly unexpected_index_column_names: readonly string[]
  /** Leave unexpected values out of the result. */
  readonly exclude_unexpected_values: boolean
  /** Write the first unexpected rows with all their columns. */
  readonly include_unexpected_rows: boolean
  /** Write how pandas finds the unexpected rows again; by default only where the result is COMPLETE. */
  readonly return_unexpected_index_query: boolean | undefined
}

/** One expectation of a suite, its arguments checked. */
export interface PlannedExpectation {
  readonly type: string
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly meta: Readonly<Record<string, unknown>>
  readonly severity: Severity
  /** What the suite itself says of the result's form. */
  readonly resultFormat?: Partial<ResultFormat>
  /** Names it among those of other runs. */
  readonly identity?: string
  /** What is wrong with the table ends the run, instead of failing this expectation. */
  readonly raises?: boolean
  /** The rows it looks at; all where left out. */
  readonly condition?: Condition
  /** Regular expressions in RE2's language, which the engine may find too large. */
  readonly patterns: readonly string[]
  readonly at?: Position
  compile(table: TableFacts): Step
}

/** Something in a suite of another tool that is not checked, by its name. */
export interface Untranslated {
  readonly what: string
  readonly why: string
  readonly at: Position
  /** What it asks of two tables, for check-drift. */
  readonly drift?: readonly DriftThreshold[]
}

export interface Suite {
  readonly name: string
  /** `suite`: the user's; `schema`: the accepted schema; `structure`: nothing was compared. */
  readonly source: 'suite' | 'schema' | 'structure'
  readonly path?: string
  readonly expectations: readonly PlannedExpectation[]
  /** Values of its `$PARAMETER`s: its own, and those of the caller, which beat them. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** What a suite of another tool asks for and is not checked. */
  readonly untranslated?: readonly Untranslated[]
}
