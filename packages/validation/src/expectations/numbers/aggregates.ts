import { sql } from '@trainyard/dataset'
import { columnAggregate } from '../../kinds/columnAggregate.ts'
import { asDouble, deviationSql, meanSql, numericTypes } from '../../kinds/sql/moments.ts'
import { medianSooner } from './median.ts'

/** Great Expectations: expect_column_min_to_be_between. */
export const columnMin = columnAggregate({
  type: 'expect_column_min_to_be_between',
  result: 'column',
  observe: (column) => sql`min(${column.sql})`,
})

/** Great Expectations: expect_column_max_to_be_between. */
export const columnMax = columnAggregate({
  type: 'expect_column_max_to_be_between',
  result: 'column',
  observe: (column) => sql`max(${column.sql})`,
})

/** Arithmetic mean of the values; true counts 1. Great Expectations: expect_column_mean_to_be_between. */
export const columnMean = columnAggregate({
  type: 'expect_column_mean_to_be_between',
  result: 'number',
  types: numericTypes,
  observe: meanSql,
})

/** Median; the mean of the middle two of an even count. Great Expectations: expect_column_median_to_be_between. */
export const columnMedian = columnAggregate({
  type: 'expect_column_median_to_be_between',
  result: 'number',
  types: numericTypes,
  observe: (column) => sql`median(${asDouble(column)})`,
  sooner: medianSooner,
})

/** Great Expectations: expect_column_sum_to_be_between. */
export const columnSum = columnAggregate({
  type: 'expect_column_sum_to_be_between',
  result: 'number',
  types: numericTypes,
  observe: (column) =>
    sql`CAST(sum(${column.type === 'boolean' ? sql`CAST(${column.sql} AS INTEGER)` : column.sql}) AS DOUBLE)`,
})

/** Sample standard deviation, divided by n − 1. Great Expectations: expect_column_stdev_to_be_between. */
export const columnStdev = columnAggregate({
  type: 'expect_column_stdev_to_be_between',
  result: 'number',
  types: numericTypes,
  observe: deviationSql,
})
