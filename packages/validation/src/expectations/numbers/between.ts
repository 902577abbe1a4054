import { join, sql } from '@trainyard/dataset'
import { columnMap } from '../../kinds/columnMap.ts'
import { boundedRange, rangeKwargs } from '../../kinds/range.ts'
import { boundSql, orderedSql } from '../../kinds/sql/constants.ts'
import { isFault } from '../../kinds/table.ts'

/** Non-null values lie between `min_value` and `max_value`. Great Expectations: expect_column_values_to_be_between. */
export const valuesBetween = columnMap({
  type: 'expect_column_values_to_be_between',
  kwargs: rangeKwargs,
  agree: boundedRange,
  unexpected: (column, { min_value, max_value, strict_min, strict_max }) => {
    const low = min_value === undefined ? sql`FALSE` : boundSql(column, min_value)
    const high = max_value === undefined ? sql`FALSE` : boundSql(column, max_value)
    if (isFault(low)) return low
    if (isFault(high)) return high
    const value = orderedSql(column)
    const below = strict_min ? sql`${value} <= ${low}` : sql`${value} < ${low}`
    const above = strict_max ? sql`${value} >= ${high}` : sql`${value} > ${high}`
    const outside = [min_value === undefined ? [] : [below], max_value === undefined ? [] : [above]].flat()
    return sql`(${join(outside, ' OR ')})`
  },
})
