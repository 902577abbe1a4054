import type { DocumentHead } from './common.ts'

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
  readonly statistics: {
    readonly evaluated_expectations: number
    readonly successful_expectations: number
    readonly unsuccessful_expectations: number
    readonly success_percent: number | null
  }
  /** Where a proposed schema was written, when none is committed. */
  readonly proposedSchema?: string
}
