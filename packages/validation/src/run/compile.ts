import { type Sql, sql } from '@trainyard/dataset'
import { conditionSql } from '../conditions/compile.ts'
import { type Fault, fault, type Step } from '../kinds/check.ts'
import { isFault, type TableFacts } from '../kinds/table.ts'
import { defaultResultFormat } from '../suite/resultFormat.ts'
import type { PlannedExpectation, ResultFormat, ResultFormatName } from '../suite/types.ts'

/** What a run says of the form of every result. */
export interface FormatOptions {
  readonly resultFormat?: ResultFormatName
  readonly values?: 'hidden' | 'shown'
  readonly keys?: readonly string[]
}

/** An expectation against one table. */
export interface Compiled {
  readonly planned: PlannedExpectation
  readonly step: Step
  readonly format: ResultFormat
  /** The table, cut down to the rows that the expectation is about. */
  readonly facts: TableFacts
}

/** Turns an expectation into a check of the rows that its condition leaves. */
export function compile(planned: PlannedExpectation, table: TableFacts, options: FormatOptions): Compiled {
  const format = formatOf(planned, options)
  const source = planned.condition ? filtered(planned, table) : table.source
  if (isFault(source)) return { planned, step: source, format, facts: table }
  const facts = planned.condition ? { ...table, source, filtered: true, whole: undefined } : table
  const isKnown = (key: string) => facts.columns.some(({ name }) => name === key)
  const unknownKey = format.unexpected_index_column_names.find((key) => !isKnown(key))
  const step = unknownKey ? fault(`the table has no column '${unknownKey}' to name rows by`) : planned.compile(facts)
  return { planned, step, format, facts }
}

function filtered({ condition }: PlannedExpectation, table: TableFacts): Sql | Fault {
  if (!condition) return table.source
  const where = conditionSql(condition, table)
  return isFault(where) ? fault(`row_condition: ${where.message}`) : sql`(SELECT * FROM ${table.source} WHERE ${where})`
}

function formatOf(
  { resultFormat }: PlannedExpectation,
  { resultFormat: name, keys = [], values = 'hidden' }: FormatOptions,
): ResultFormat {
  const format: ResultFormat = {
    ...defaultResultFormat,
    ...(name && { result_format: name }),
    ...(keys.length > 0 && { unexpected_index_column_names: keys }),
    ...resultFormat,
  }
  return { ...format, exclude_unexpected_values: values === 'hidden' || format.exclude_unexpected_values }
}
