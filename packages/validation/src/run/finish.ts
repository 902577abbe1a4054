import { type Sql, sql } from '@trainyard/dataset'
import type { ExpectationResult } from '@trainyard/evidence'
import type { Check, Fault, Outcome } from '../kinds/check.ts'
import type { Table, TableFacts } from '../kinds/table.ts'
import type { PlannedExpectation, ResultFormat } from '../suite/types.ts'
import type { Compiled } from './compile.ts'
import { type UnexpectedRow, unexpectedRows } from './failing.ts'
import { formatResult, wantsQuery } from './result.ts'
import type { Settled } from './steps.ts'
import { plain, type Unexpected } from './unexpected.ts'

/** How many failing rows are told, and by which columns. */
export interface FailingOptions {
  /** Columns that name a failing row, such as the id. */
  readonly keys?: readonly string[]
  /** Failing rows that are fetched for a check, at most; 1,000 by default. Fewer where many checks fail. */
  readonly maxRows?: number
}

/** Failing rows that are fetched over all checks together. */
const mostRows = 100_000

/** The failing rows of one expectation. Values are there only where they are shown. */
export interface FailingRows {
  /** Place in the results. */
  readonly index: number
  readonly type: string
  readonly columns: readonly string[]
  /** How many there are; `rows` may hold fewer. */
  readonly total: number
  /** The condition that such a row meets. */
  readonly condition: Sql
  readonly rows: readonly ToldRow[]
}

/** A failing row as it may be told: values of JSON alone, and those of the checked columns only where they are shown. */
export interface ToldRow extends Pick<UnexpectedRow, 'rowNumber' | 'rowFile' | 'rowInFile'> {
  readonly keys: Readonly<Record<string, unknown>>
  readonly values?: readonly unknown[]
}

/** An expectation with its result, and its failing rows. */
export interface Done {
  readonly result: ExpectationResult
  readonly failing?: Omit<FailingRows, 'index'>
}

/** What a check is finished with. */
export interface Context {
  readonly table: Table
  readonly facts: TableFacts
  readonly options: FailingOptions
}

/** A compiled expectation with its outcome. */
export interface Judged extends Compiled {
  readonly judged: { readonly kind: 'judged'; readonly check: Check; readonly outcome: Outcome } | Fault
}

/** Judges what was measured. */
export function judgeOne(settled: Settled): Judged['judged'] {
  if (settled.kind === 'fault') return settled
  return { kind: 'judged', check: settled.check, outcome: settled.check.judge(settled.measured) }
}

/** An even share of all rows that may be fetched, so that memory is bounded however many checks fail. */
export function rowsEach(entries: readonly Judged[], { maxRows = 1000 }: FailingOptions): number {
  const failed = entries.filter(({ judged }) => judged.kind === 'judged' && !judged.outcome.success).length
  return Math.min(maxRows, Math.floor(mostRows / Math.max(1, failed)))
}

/**
 * Writes the result of an expectation; rows are fetched where some are unexpected and the result tells of them.
 * @param listed how many the result may list
 */
export async function finish(compiled: Judged, listed: number, context: Context): Promise<Done> {
  const { planned, format, judged } = compiled
  if (judged.kind === 'fault') return { result: resultOf(planned, false, {}, judged.message) }
  const { check, outcome } = judged
  const unexpected = await fetchUnexpected({ check, outcome, listed }, compiled, context)
  const result = resultOf(planned, outcome.success, formatResult(outcome, format, unexpected))
  if (!unexpected || outcome.kind !== 'rows' || outcome.success) return { result }
  const { columns } = unexpected.selection
  const rows = told(unexpected, format).slice(0, context.options.maxRows)
  const condition = conditionOf(unexpected, compiled, context)
  return { result, failing: { type: planned.type, columns, total: outcome.unexpected, condition, rows } }
}

/** The condition of an unexpected row, also where the check was about some rows alone. */
function conditionOf(
  { selection: { unexpected } }: Unexpected,
  { facts: { source } }: Compiled,
  { facts }: Context,
): Sql {
  if (source.text === facts.source.text) return unexpected
  return sql`"rowNumber" IN (SELECT "rowNumber" FROM ${source} WHERE ${unexpected})`
}

interface Fetched {
  readonly check: Check
  readonly outcome: Outcome
  readonly listed: number
}

async function fetchUnexpected(
  { check, outcome, listed }: Fetched,
  { format, facts }: Compiled,
  { table, options: { maxRows = 1000, keys: tableKeys = [] } }: Context,
): Promise<Unexpected | undefined> {
  const unasked = format.result_format === 'BOOLEAN_ONLY' && !wantsQuery(format)
  const needless = outcome.kind !== 'rows' || outcome.unexpected === 0 || (outcome.success && unasked)
  if (needless || !check.rows) return undefined
  const limit = Math.max(listed, format.partial_unexpected_count, outcome.success ? 0 : maxRows)
  const keys = [...new Set([...format.unexpected_index_column_names, ...tableKeys])]
  const request = { selection: check.rows, keys }
  const rows = await unexpectedRows({ ...request, limit, whole: false }, facts, table)
  const showsWhole = format.include_unexpected_rows && !format.exclude_unexpected_values
  const few = { ...request, limit: format.partial_unexpected_count, whole: true }
  const whole = showsWhole ? await unexpectedRows(few, facts, table) : []
  return { selection: check.rows, rows, whole: whole.map((row) => row.whole) }
}

function resultOf(
  { type, kwargs, meta, severity }: PlannedExpectation,
  success: boolean,
  result: ExpectationResult['result'],
  exception: string | null = null,
): ExpectationResult {
  return {
    success,
    expectation_config: { type, kwargs, meta, severity },
    result,
    meta: {},
    exception_info: {
      raised_exception: exception !== null,
      exception_traceback: null,
      exception_message: exception,
    },
  }
}

function told({ rows }: Unexpected, { exclude_unexpected_values: hidden }: ResultFormat): ToldRow[] {
  return rows.map(({ rowNumber, rowFile, rowInFile, keys, values }) => ({
    rowNumber,
    rowFile,
    rowInFile,
    keys: Object.fromEntries(Object.entries(keys).map(([name, value]) => [name, plain(value)])),
    ...(!hidden && { values: values.map(plain) }),
  }))
}
