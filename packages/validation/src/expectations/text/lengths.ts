import { type Sql, sql } from '@trainyard/dataset'
import { columnMap } from '../../kinds/columnMap.ts'
import { number } from '../../kinds/kwargs.ts'
import { numberRangeKwargs } from '../../kinds/range.ts'

/**
 * Non-null values have between `min_value` and `max_value` characters, whose fractions are cut off. A minimum above the maximum is no fault: no value
 * is then as expected. Great Expectations: expect_column_value_lengths_to_be_between.
 */
export const lengthsBetween = columnMap({
  type: 'expect_column_value_lengths_to_be_between',
  kwargs: numberRangeKwargs,
  agree: ({ min_value, max_value }) =>
    min_value === undefined && max_value === undefined
      ? { kwarg: 'min_value', message: 'give min_value or max_value, or both' }
      : undefined,
  unexpected: (column, { min_value, max_value, strict_min, strict_max }) => {
    const characters = lengthOf(column.sql)
    const low = Math.trunc(min_value ?? Number.NEGATIVE_INFINITY)
    const high = Math.trunc(max_value ?? Number.POSITIVE_INFINITY)
    const below = strict_min ? sql`${characters} <= ${low}` : sql`${characters} < ${low}`
    const above = strict_max ? sql`${characters} >= ${high}` : sql`${characters} > ${high}`
    return sql`(${below} OR ${above})`
  },
})

/** Non-null values have `value` characters. Great Expectations: expect_column_value_lengths_to_equal. */
export const lengthsEqual = columnMap({
  type: 'expect_column_value_lengths_to_equal',
  kwargs: { value: number },
  unexpected: (column, { value }) => sql`${lengthOf(column.sql)} <> ${value}`,
})

function lengthOf(column: Sql): Sql {
  return sql`length(CAST(${column} AS VARCHAR))`
}
