import { join, type Sql, sql } from '@trainyard/dataset'
import { columnMap } from '../../kinds/columnMap.ts'
import { type Scalar, scalars } from '../../kinds/kwargs.ts'
import { comparableConstants } from '../../kinds/sql/constants.ts'
import type { ColumnFacts } from '../../kinds/table.ts'

/** Non-null values are among `value_set`. Great Expectations: expect_column_values_to_be_in_set. */
export const valuesInSet = columnMap({
  type: 'expect_column_values_to_be_in_set',
  kwargs: { value_set: scalars },
  unexpected: (column, { value_set }) => sql`NOT ${isMember(column, value_set)}`,
})

/** Non-null values are not among `value_set`. Great Expectations: expect_column_values_to_not_be_in_set. */
export const valuesNotInSet = columnMap({
  type: 'expect_column_values_to_not_be_in_set',
  kwargs: { value_set: scalars },
  unexpected: (column, { value_set }) => isMember(column, value_set),
})

/** Of a few texts a list is asked, which the engine does once for each entry of a dictionary that a file has, not for each row. */
const fewTexts = 16

function isMember(column: ColumnFacts, values: readonly Scalar[]): Sql {
  const constants = comparableConstants(column, values)
  if (constants.length === 0) return sql`FALSE`
  const listed = column.type === 'string' && constants.length <= fewTexts
  return listed ? sql`list_contains([${join(constants)}], ${column.sql})` : sql`(${column.sql} IN (${join(constants)}))`
}
