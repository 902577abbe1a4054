import { type Sql, sql } from '@trainyard/dataset'
import type { ExpectationResult, ValidationDocument } from '@trainyard/evidence'
import { InputError, type Position, type Problem } from '@trainyard/ports'
import { type Check, type Fault, fault, type Outcome } from '../kinds/check.ts'
import { type Surroundings, type Table, type TableFacts, tableFacts } from '../kinds/table.ts'
import type { PlannedExpectation, ResultFormat, ResultFormatName, Suite } from '../suite/types.ts'
import { inProcessExaminer } from '../values/inProcess.ts'
import type { Examiner } from '../values/types.ts'
import { type Compiled, compile } from './compile.ts'
import { type UnexpectedRow, unexpectedRows } from './failing.ts'
import { refusedPatterns } from './patterns.ts'
import { formatResult, wantsQuery } from './result.ts'
import { type Settled, settle } from './steps.ts'
import { plain, type Unexpected } from './unexpected.ts'
import { type Judgement, judge, type WarningBudget } from './verdict.ts'

export interface ValidateOptions extends Surroundings {
  /** Default for expectations that do not say; SUMMARY where left out. */
  readonly resultFormat?: ResultFormatName
  /** `hidden`, the default: no value of a row is in the results. */
  readonly values?: 'hidden' | 'shown'
  readonly warnings?: WarningBudget
  /** Columns that name a failing row, such as the id. */
  readonly keys?: readonly string[]
  /** Failing rows that are fetched for a check, at most; 1,000 by default. Fewer where many checks fail. */
  readonly maxRows?: number
  /** Tests values that SQL cannot judge. Left out, no regular expression that goes back is tested. */
  readonly examiner?: Examiner
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

export interface Validation extends Judgement, Pick<ValidationDocument, 'rows' | 'success' | 'results' | 'statistics'> {
  readonly suite: ValidationDocument['suite']
  readonly failing: readonly FailingRows[]
  /** Where each expectation is written, in the order of the results; undefined for those that Trainyard itself made. */
  readonly places: readonly (Position | undefined)[]
}

interface Done {
  readonly result: ExpectationResult
  readonly failing?: Omit<FailingRows, 'index'>
}

/**
 * Checks a table against a suite: one query measures everything, and rows are fetched only where some are unexpected.
 * @returns results in the suite's order, in Great Expectations' shape, with the verdict
 * @throws InputError where an expectation with `catch_exceptions: false` cannot be made
 */
export async function validate(table: Table, suite: Suite, options: ValidateOptions = {}): Promise<Validation> {
  const facts = tableFacts(table, options, await refusedPatterns(suite, table.engine))
  const compiled = suite.expectations.map((planned) => compile(planned, facts, options))
  const asked = compiled.map(({ step, facts: { source } }) => ({ source, step }))
  const { examiner = inProcessExaminer() } = options
  const settled = await settle(asked, { engine: table.engine, examiner })
  raise(compiled, settled)
  const judged = compiled.map((entry, index) => ({ ...entry, judged: judgeOne(settled[index] ?? unsettled) }))
  const context = { table, facts, options: { ...options, maxRows: rowsEach(judged, options) } }
  const done: Done[] = []
  for (const entry of judged) done.push(await finish(entry, context))
  return summarise(done, table, suite, options)
}

/** `catch_exceptions: false`: what is wrong with the table ends the run. */
function raise(compiled: readonly Compiled[], settled: readonly Settled[]): void {
  const problems = compiled.flatMap(({ planned: { raises, type, at } }, index): Problem[] => {
    const found = settled[index]
    if (!raises || found?.kind !== 'fault') return []
    return [
      { message: `${type}: ${found.message}`, ...(at && { at }), remedy: 'With catch_exceptions: true it only fails.' },
    ]
  })
  if (problems.length > 0) throw new InputError(problems)
}

interface Context {
  readonly table: Table
  readonly facts: TableFacts
  readonly options: ValidateOptions
}

interface Judged extends Compiled {
  readonly judged: { readonly kind: 'judged'; readonly check: Check; readonly outcome: Outcome } | Fault
}

const unsettled = fault('it was not measured')

function judgeOne(settled: Settled): Judged['judged'] {
  if (settled.kind === 'fault') return settled
  return { kind: 'judged', check: settled.check, outcome: settled.check.judge(settled.measured) }
}

/** An even share of all rows that may be fetched, so that memory is bounded however many checks fail. */
function rowsEach(entries: readonly Judged[], { maxRows = 1000 }: ValidateOptions): number {
  const failed = entries.filter(({ judged }) => judged.kind === 'judged' && !judged.outcome.success).length
  return Math.min(maxRows, Math.floor(mostRows / Math.max(1, failed)))
}

async function finish(compiled: Judged, context: Context): Promise<Done> {
  const { planned, format, judged } = compiled
  if (judged.kind === 'fault') return { result: resultOf(planned, false, {}, judged.message) }
  const { check, outcome } = judged
  const unexpected = await fetchUnexpected(check, outcome, compiled, context)
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

async function fetchUnexpected(
  check: Check,
  outcome: Outcome,
  { format, facts }: Compiled,
  { table, options: { maxRows = 1000, keys: tableKeys = [] } }: Context,
): Promise<Unexpected | undefined> {
  const unasked = format.result_format === 'BOOLEAN_ONLY' && !wantsQuery(format)
  const needless = outcome.kind !== 'rows' || outcome.unexpected === 0 || (outcome.success && unasked)
  if (needless || !check.rows) return undefined
  const everything = format.result_format === 'COMPLETE' || wantsQuery(format) || !outcome.success
  const limit = everything ? Math.max(maxRows, format.partial_unexpected_count) : format.partial_unexpected_count
  const keys = [...new Set([...format.unexpected_index_column_names, ...tableKeys])]
  const whole = format.include_unexpected_rows && !format.exclude_unexpected_values
  const rows = await unexpectedRows({ selection: check.rows, keys, limit, whole }, facts, table.engine)
  return { selection: check.rows, rows }
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

function summarise(done: readonly Done[], { rows }: Table, suite: Suite, options: ValidateOptions): Validation {
  const results = done.map(({ result }) => result)
  const successful = results.filter(({ success }) => success).length
  const failing = done.flatMap((entry, index) => (entry.failing ? [{ index, ...entry.failing }] : []))
  return {
    ...judge(results, options.warnings),
    suite: { name: suite.name, source: suite.source, ...(suite.path && { path: suite.path }) },
    rows,
    success: successful === results.length,
    results,
    statistics: {
      evaluated_expectations: results.length,
      successful_expectations: successful,
      unsuccessful_expectations: results.length - successful,
      success_percent: results.length === 0 ? null : (successful / results.length) * 100,
    },
    failing,
    places: suite.expectations.map(({ at }) => at),
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
