import type { DocumentHead } from './common.ts'
import type { ColumnType } from './dataset.ts'
import type { Difference, TableSummary } from './difference.ts'

export type Severity = 'critical' | 'warning' | 'info'

/** One expectation's outcome, in Great Expectations' own shape. */
export interface ExpectationResult {
  readonly success: boolean
  readonly expectation_config: {
    readonly type: string
    readonly kwargs: Readonly<Record<string, unknown>>
    readonly meta: Readonly<Record<string, unknown>>
    readonly severity?: Severity
  }
  readonly result: Readonly<Record<string, unknown>>
  readonly meta: Readonly<Record<string, unknown>>
  readonly exception_info: {
    readonly raised_exception: boolean
    readonly exception_traceback: string | null
    readonly exception_message: string | null
  }
}

/** A distance between two tables and its bound: what a suite asks of two tables and not of one. */
export interface DriftThreshold {
  /** Left out for the number of rows. */
  readonly column?: string
  /** `drift`: against an earlier table; `skew`: against the serving data; `baseline`: against the accepted data. */
  readonly against: 'drift' | 'skew' | 'baseline'
  /** As the suite's own tool names it. */
  readonly measure: string
  readonly threshold: number
}

/** Something in a suite of another tool that was not checked. */
export interface UntranslatedCheck {
  readonly what: string
  readonly why: string
  /** Where it stands in the suite's file. */
  readonly at: { readonly line?: number; readonly column?: number }
  readonly drift?: readonly DriftThreshold[]
}

export interface ValidationDocument extends DocumentHead<'validation'> {
  readonly suite: {
    readonly name: string
    /** `suite`: the user's; `schema`: the accepted schema; `structure`: nothing was compared. */
    readonly source: 'suite' | 'schema' | 'structure'
    readonly path?: string
  }
  readonly rows: number
  readonly success: boolean
  readonly results: readonly ExpectationResult[]
  /** Values of the suite's `$PARAMETER`s that this run used. */
  readonly suite_parameters?: Readonly<Record<string, unknown>>
  readonly statistics: {
    readonly evaluated_expectations: number
    readonly successful_expectations: number
    readonly unsuccessful_expectations: number
    readonly success_percent: number | null
  }
  /** What a suite of another tool asks for and was not checked. */
  readonly untranslated?: readonly UntranslatedCheck[]
  /** Where a proposed schema was written, when none is committed. */
  readonly proposedSchema?: string
  /** Where each expectation stands in the suite's file, in the order of the results; null for those of Trainyard's own. */
  readonly places?: readonly (Place | null)[]
  readonly failingRows?: FailingRowsSummary
  readonly distributions?: Distributions
  /** What a later run is compared with. */
  readonly summary?: TableSummary
  /** What became of the data and the suite since the base. */
  readonly difference?: Difference
}

/** Line and column from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Which rows failed: counted all, the first of each check in files beside this document, a few of them here. */
export interface FailingRowsSummary {
  /** Files in the folder of this document. */
  readonly files: readonly string[]
  /** Rows of each check that the files hold at most. */
  readonly atMost: number
  /** Failing rows over all checks; a row that fails two counts twice. */
  readonly total: number
  /** How many of them the files hold. */
  readonly told: number
  readonly checks: readonly FailingCheck[]
}

export interface FailingCheck {
  /** Index in the results. */
  readonly result: number
  readonly columns: readonly string[]
  readonly total: number
  readonly sample: readonly FailingRow[]
}

export interface FailingRow {
  /** Absent where the table is one file. */
  readonly file?: string
  /** Row of data in the file, from 1. */
  readonly row: number
  /** Columns that name a row. */
  readonly keys: Readonly<Record<string, unknown>>
  /** Values of the checked columns, where values are shown. */
  readonly values?: readonly unknown[]
}

/** How the values of each column are distributed. */
export interface Distributions {
  /** Rows that were looked at; of a large table not all. */
  readonly rows: number
  /** Those with failing rows first. */
  readonly columns: readonly ColumnDistribution[]
  /** Columns that are not among them, for want of room. */
  readonly left: number
}

export interface ColumnDistribution {
  readonly column: string
  readonly type: ColumnType
  /** Rows without a value, of all. */
  readonly missing: number
  /** Rows that fail a check of this column, of all; those without a value too. */
  readonly failing: number
  /** Different values of text among the rows that were looked at; absent where they are very many. */
  readonly distinct?: number
  /** In order of the values, or the most frequent categories first. None where a picture would say nothing. */
  readonly bins: readonly DistributionBin[]
}

export interface DistributionBin {
  /** Values from here on; dates and times in seconds since 1970 or midnight. Absent below the first edge. */
  readonly from?: number
  /** Values below here. Absent above the last edge. */
  readonly to?: number
  /** The category, where values are shown. */
  readonly value?: string
  /** All other categories. */
  readonly others?: boolean
  /** Of the rows that were looked at. */
  readonly rows: number
  /** Failing ones, of all rows. */
  readonly failing: number
}

/** What two suites are compared by. */
export interface ComparedExpectation {
  readonly type: string
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly severity?: Severity
}
