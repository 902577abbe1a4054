import { join, type Sql, sql } from '@trainyard/dataset'
import { type Fault, fault, type Step } from '../../kinds/check.ts'
import { expectation } from '../../kinds/expectation.ts'
import { choice, mostly, number, texts } from '../../kinds/kwargs.ts'
import { listIgnore, multicolumnCheck } from '../../kinds/multicolumn.ts'
import { sameSql } from '../../kinds/sql/compare.ts'
import { type ColumnFacts, findColumns, isFault, type TableFacts } from '../../kinds/table.ts'

const listKwargs = {
  column_list: texts,
  mostly,
  ignore_row_if: choice(['all_values_are_missing', 'any_value_is_missing', 'never']),
}

interface List {
  readonly column_list: readonly string[]
  readonly mostly: number
  readonly ignore_row_if: keyof typeof listIgnore
}

const unique = {
  kwargs: listKwargs,
  agree: ({ column_list }: List) =>
    column_list.length < 2 ? { kwarg: 'column_list', message: 'must name at least two columns' } : undefined,
  compile: (kwargs: List, table: TableFacts) => recordCheck(kwargs, table, (columns) => anyPair(columns, sameSql)),
}

/**
 * In each row the values of `column_list` differ from each other; two missing values are the same.
 * Great Expectations: expect_select_column_values_to_be_unique_within_record.
 */
export const uniqueWithinRecord = expectation({
  type: 'expect_select_column_values_to_be_unique_within_record',
  ...unique,
})

/** The old name of expect_select_column_values_to_be_unique_within_record. */
export const multicolumnUnique = expectation({ type: 'expect_multicolumn_values_to_be_unique', ...unique })

/** In each row the values of `column_list` add up to `sum_total`; a missing value makes no sum. Great Expectations: expect_multicolumn_sum_to_equal. */
export const multicolumnSum = expectation({
  type: 'expect_multicolumn_sum_to_equal',
  kwargs: { ...listKwargs, sum_total: number },
  compile: (kwargs, table) =>
    recordCheck(kwargs, table, (columns) => {
      const text = columns.find(({ type, empty }) => !empty && !isNumeric(type))
      if (text) return fault(`column '${text.name}' holds ${text.type} values, which have no sum`)
      return sql`(${sumOf(columns)} = ${kwargs.sum_total}) IS NOT TRUE`
    }),
})

/**
 * In each row the values of `column_list` are the same; two missing values are.
 * Great Expectations: expect_multicolumn_values_to_be_equal.
 */
export const multicolumnEqual = expectation({
  type: 'expect_multicolumn_values_to_be_equal',
  kwargs: listKwargs,
  compile: (kwargs, table) =>
    recordCheck(kwargs, table, ([first, ...others]) => {
      if (!first || others.length === 0) return sql`FALSE`
      return sql`NOT (${join(
        others.map((other) => sameSql(first, other)),
        ' AND ',
      )})`
    }),
})

function recordCheck(
  { column_list, mostly, ignore_row_if }: List,
  table: TableFacts,
  unexpected: (columns: readonly ColumnFacts[]) => Sql | Fault,
): Step {
  const columns = findColumns(table, column_list)
  if (isFault(columns)) return columns
  const condition = unexpected(columns)
  if (isFault(condition)) return condition
  return multicolumnCheck({
    columns,
    mostly,
    ignore: listIgnore[ignore_row_if],
    shape: 'record',
    unexpected: () => condition,
  })
}

function anyPair(columns: readonly ColumnFacts[], holds: (a: ColumnFacts, b: ColumnFacts) => Sql): Sql {
  const pairs = columns.flatMap((a, index) => columns.slice(index + 1).map((b) => holds(a, b)))
  return sql`(${join(pairs, ' OR ')})`
}

function isNumeric(type: ColumnFacts['type']): boolean {
  return type === 'number' || type === 'integer' || type === 'boolean'
}

/** From left to right, in doubles as soon as one column holds them. */
function sumOf(columns: readonly ColumnFacts[]): Sql {
  const wide = columns.some(({ type }) => type === 'number') ? sql`DOUBLE` : sql`HUGEINT`
  return columns.reduce((sum, column) => sql`${sum} + TRY_CAST(${column.sql} AS ${wide})`, sql`0`)
}
