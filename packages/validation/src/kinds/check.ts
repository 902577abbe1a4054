import type { Engine, Selected, Sql, SqlScalar, WrittenQuery } from '@trainyard/dataset'
import type { Batch } from '@trainyard/ports'
import type { ValueTest } from '../values/types.ts'

/** What an expectation is once it knows the table: a check, or what has to be found out before it can be one. */
export type Step = Check | Inquiry | Walk | Examination | Query | Fault

/** What an expectation asks of the table: aggregates of the one scan, and how they are judged. */
export interface Check {
  readonly kind: 'check'
  readonly measures: Measures
  judge(measured: Measured): Outcome
  /** The rows that are not as expected, for checks that look at rows. */
  readonly rows?: RowSelection
}

/** Aggregates that a check cannot be written without, such as the mean that values are compared with. */
export interface Inquiry {
  readonly kind: 'inquiry'
  readonly measures: Measures
  next(measured: Measured): Step
}

/** A walk over the rows, for what no aggregate can say. It costs a pass of its own. */
export interface Walk {
  readonly kind: 'walk'
  /** Named expressions of each row. */
  readonly columns: readonly Sql[]
  through(batches: AsyncIterable<Batch>): Promise<Step>
}

/** A test of values that SQL cannot make: each distinct one is put to it by itself. */
export interface Examination {
  readonly kind: 'examination'
  /** The text of a row's value; NULL for rows that are not tested. */
  readonly value: Sql
  readonly test: ValueTest
  /** @param refused a condition that holds for rows whose value did not pass */
  next(refused: Sql): Step
}

/** A query that the suite's author wrote. It costs a pass of its own. */
export interface Query {
  readonly kind: 'query'
  readonly query: WrittenQuery
  /** By default that of the table. */
  readonly engine?: Pick<Engine, 'select'>
  next(selected: Selected): Step
}

/** Aggregate expressions by a name of the check's own. */
export type Measures = Readonly<Record<string, Measure>>

/** An aggregate over the table, or over a relation of its own. Those over the same relation share its query. */
export type Measure = Sql | { readonly from: Sql; readonly measure: Sql }

/** The check cannot be made on this table, for example because the column is not there. */
export interface Fault {
  readonly kind: 'fault'
  readonly message: string
}

export type Measured = Readonly<Record<string, SqlScalar | readonly SqlScalar[]>>

export interface RowSelection {
  /** A condition over the table. */
  readonly unexpected: Sql
  /** Columns that make up an unexpected value. */
  readonly columns: readonly string[]
  /** How an unexpected value is shown: alone, as `[a, b]`, or as `{a: …, b: …}`. */
  readonly shape: 'value' | 'pair' | 'record'
}

/** Row checks count rows; the others observe one value. */
export type Outcome = RowOutcome | ValueOutcome

export interface RowOutcome {
  readonly kind: 'rows'
  readonly success: boolean
  readonly elements: number
  /** Rows that were neither missing nor ignored; undefined where missing values are what is looked for. */
  readonly considered: number | undefined
  readonly unexpected: number
  /** What else is known of them; no values of rows. */
  readonly details?: Readonly<Record<string, unknown>>
}

export interface ValueOutcome {
  readonly kind: 'value'
  readonly success: boolean
  /** Undefined where there is nothing to show. */
  readonly observed?: unknown
  readonly elements?: number
  readonly missing?: number
  readonly details?: Readonly<Record<string, unknown>>
  /** Further keys of the result, such as counts. */
  readonly counts?: Readonly<Record<string, unknown>>
  /** Further keys that hold values of rows: written only where values may be shown. */
  readonly values?: Readonly<Record<string, unknown>>
  /** The same, and only in the format COMPLETE. */
  readonly completeValues?: Readonly<Record<string, unknown>>
}

/** A measured number. SQL's NULL, the aggregate of no values, is undefined. */
export function measuredNumber(measured: Measured, name: string): number | undefined {
  const value = measured[name]
  return value === null || value === undefined ? undefined : Number(value)
}

/** A measured count, 0 where there was nothing to count. */
export function measuredCount(measured: Measured, name: string): number {
  return measuredNumber(measured, name) ?? 0
}

/** A measured list; empty where there was nothing to list. */
export function measuredList(measured: Measured, name: string): readonly SqlScalar[] {
  const value = measured[name]
  return Array.isArray(value) ? value : []
}

/** A fault, with its message. */
export function fault(message: string): Fault {
  return { kind: 'fault', message }
}
