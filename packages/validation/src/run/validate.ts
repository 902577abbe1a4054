import type { ValidationDocument } from '@trainyard/evidence'
import { InputError, type Position, type Problem } from '@trainyard/ports'
import { type Check, fault, type Measured, type Measures } from '../kinds/check.ts'
import { type Surroundings, type Table, tableFacts } from '../kinds/table.ts'
import type { ResultFormatName, Suite } from '../suite/types.ts'
import { inProcessExaminer } from '../values/inProcess.ts'
import type { Examiner } from '../values/types.ts'
import { type Compiled, compile } from './compile.ts'
import { correctedBy, countsOf, type Present, presentIn } from './counted.ts'
import { type Done, type FailingOptions, type FailingRows, finish, judgeOne, rowsEach } from './finish.ts'
import { rowsListed } from './listed.ts'
import { refusedPatterns } from './patterns.ts'
import { type Settled, settle } from './steps.ts'
import { type Judgement, judge, type WarningBudget } from './verdict.ts'

export interface ValidateOptions extends Surroundings, FailingOptions {
  /** Default for expectations that do not say; SUMMARY where left out. */
  readonly resultFormat?: ResultFormatName
  /** `hidden`, the default: no value of a row is in the results. */
  readonly values?: 'hidden' | 'shown'
  readonly warnings?: WarningBudget
  /** Aggregates over all rows that are asked beside those of the checks, and so take no scan of their own. */
  readonly beside?: Measures
  /** Tests values that SQL cannot judge. Left out, no regular expression that goes back is tested. */
  readonly examiner?: Examiner
}

export interface Validation
  extends Judgement,
    Pick<ValidationDocument, 'suite' | 'rows' | 'success' | 'results' | 'suite_parameters' | 'statistics'> {
  readonly failing: readonly FailingRows[]
  /** Where each expectation is written, in the order of the results; undefined for those that Trainyard itself made. */
  readonly places: readonly (Position | undefined)[]
  /** What was asked beside the checks; undefined where it could not be answered with them. */
  readonly beside: Measured | undefined
  /** Rows with a value, of each column of the table that was not counted; undefined where they could not be counted. */
  readonly present: Present | undefined
}

/**
 * Checks a table against a suite: one query measures everything, and rows are fetched only where some are unexpected.
 * @returns results in the suite's order, in Great Expectations' shape, with the verdict
 * @throws InputError where an expectation with `catch_exceptions: false` cannot be made
 */
export async function validate(table: Table, suite: Suite, options: ValidateOptions = {}): Promise<Validation> {
  const validation = await validateOnce(table, suite, options)
  const corrected = correctedBy(validation.present, table)
  return corrected ? { ...(await validateOnce(corrected, suite, options)), present: validation.present } : validation
}

async function validateOnce(table: Table, suite: Suite, options: ValidateOptions): Promise<Validation> {
  const facts = tableFacts(table, options, await refusedPatterns(suite, table.engine))
  const compiled = suite.expectations.map((planned) => compile(planned, facts, options))
  const asked = compiled.map(({ step, facts: { source } }) => ({ source, step }))
  const { examiner = inProcessExaminer() } = options
  const further = [options.beside ?? {}, countsOf(table)].map((measures) => {
    return { source: facts.source, step: measuring(measures) }
  })
  const settled = await settle([...asked, ...further], { table, engine: table.engine, examiner })
  raise(compiled, settled)
  const judged = compiled.map((entry, index) => ({ ...entry, judged: judgeOne(settled[index] ?? unsettled) }))
  const context = { table, facts, options: { ...options, maxRows: rowsEach(judged, options) } }
  const done: Done[] = []
  const listed = rowsListed(judged)
  for (const [index, entry] of judged.entries()) done.push(await finish(entry, listed[index] ?? 0, context))
  const [beside, counts] = settled.slice(asked.length)
  return {
    ...summarise(done, table, suite, options),
    beside: beside?.kind === 'settled' ? beside.measured : undefined,
    present: presentIn(counts, table),
  }
}

/** A check that asks, and holds whatever the answer. */
function measuring(measures: Measures): Check {
  return { kind: 'check', measures, judge: () => ({ kind: 'value', success: true }) }
}

const unsettled = fault('it was not measured')

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

function summarise(
  done: readonly Done[],
  { rows }: Table,
  suite: Suite,
  options: ValidateOptions,
): Omit<Validation, 'beside' | 'present'> {
  const results = done.map(({ result }) => result)
  const successful = results.filter(({ success }) => success).length
  const failing = done.flatMap((entry, index) => (entry.failing ? [{ index, ...entry.failing }] : []))
  return {
    ...judge(results, options.warnings),
    suite: { name: suite.name, source: suite.source, ...(suite.path && { path: suite.path }) },
    rows,
    success: successful === results.length,
    results,
    suite_parameters: suite.parameters ?? {},
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
