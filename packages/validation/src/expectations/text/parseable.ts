import { literal, type Sql, sql } from '@trainyard/dataset'
import { fault, type Step } from '../../kinds/check.ts'
import { valueCheck } from '../../kinds/columnMap.ts'
import { expectation } from '../../kinds/expectation.ts'
import { custom, mostly, text } from '../../kinds/kwargs.ts'
import { textOf } from '../../kinds/sql/text.ts'
import { type ColumnFacts, findColumn, isFault, type TableFacts } from '../../kinds/table.ts'
import { formatProblem } from '../../values/strptime.ts'
import type { ValueTest } from '../../values/types.ts'

const common = { column: text, mostly }

/**
 * Python's strptime reads each non-null text by the format, in the C locale. Columns of dates and times are read by the text
 * that they were written as, ISO 8601. Great Expectations: expect_column_values_to_match_strftime_format.
 */
export const valuesMatchStrftime = expectation({
  type: 'expect_column_values_to_match_strftime_format',
  kwargs: { ...common, strftime_format: text },
  agree: ({ strftime_format }) => {
    const message = formatProblem(strftime_format)
    return message === undefined ? undefined : { kwarg: 'strftime_format', message }
  },
  compile: ({ strftime_format, ...kwargs }, table) =>
    textStep(kwargs, table, (column) => {
      if (isNumeric(column)) return fault(`column '${column.name}' holds ${column.type} values; text is needed`)
      return { kind: 'strptime', format: strftime_format, orT: column.type === 'timestamp' }
    }),
})

/** Python's dateutil reads a date or a time from each non-null text. Great Expectations: expect_column_values_to_be_dateutil_parseable. */
export const valuesDateutilParseable = expectation({
  type: 'expect_column_values_to_be_dateutil_parseable',
  kwargs: common,
  compile: (kwargs, table) =>
    textStep(kwargs, table, (column) => {
      if (isNumeric(column)) return fault(`column '${column.name}' holds ${column.type} values; text is needed`)
      return column.type === 'string' ? { kind: 'dateutil' } : literal(false)
    }),
})

/** Each non-null value is a text of JSON. Great Expectations: expect_column_values_to_be_json_parseable. */
export const valuesJsonParseable = expectation({
  type: 'expect_column_values_to_be_json_parseable',
  kwargs: common,
  compile: (kwargs, table) =>
    textStep(kwargs, table, ({ type }) => (type === 'string' ? { kind: 'json' } : literal(true))),
})

const schema = custom(
  'a JSON Schema',
  (value): value is object | boolean =>
    typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value)),
)

/** Each non-null value is a text of JSON that the schema holds for. Great Expectations: expect_column_values_to_match_json_schema. */
export const valuesMatchJsonSchema = expectation({
  type: 'expect_column_values_to_match_json_schema',
  kwargs: { ...common, json_schema: schema },
  compile: ({ json_schema, ...kwargs }, table) =>
    textStep(kwargs, table, ({ name, type }) => {
      if (type !== 'string') return fault(`column '${name}' holds ${type} values; text is needed`)
      return { kind: 'json-schema', schema: json_schema }
    }),
})

/** A check of a column's texts, by a test or, where that is known beforehand, a condition of the unexpected ones. */
function textStep(
  { column: name, mostly: share }: { readonly column: string; readonly mostly: number },
  table: TableFacts,
  testOf: (column: ColumnFacts) => ValueTest | Sql | ReturnType<typeof fault>,
): Step {
  const column = findColumn(table, name)
  if (isFault(column)) return column
  const check = (condition: Sql) => valueCheck({ column, share, condition })
  if (column.empty) return check(sql`FALSE`)
  const test = testOf(column)
  if ('text' in test) return check(test)
  if (test.kind === 'fault') return test
  return { kind: 'examination', value: textOf(column), test, next: check }
}

function isNumeric({ type }: ColumnFacts): boolean {
  return type === 'number' || type === 'integer' || type === 'boolean'
}
