import { literal, type Sql, sql } from '@trainyard/dataset'
import { type Measured, type Measures, measuredList, type Step } from '../../kinds/check.ts'
import { valueCheck } from '../../kinds/columnMap.ts'
import { expectation } from '../../kinds/expectation.ts'
import { choice, mostly, number, text, withDefault } from '../../kinds/kwargs.ts'
import { asDouble, deviationSql, findNumeric, meanSql, measuredFinite } from '../../kinds/sql/moments.ts'
import { type ColumnFacts, isFault } from '../../kinds/table.ts'

/**
 * No value is an outlier. `iqr`: none lies further than `multiplier` interquartile ranges outside the quartiles, which are
 * interpolated (Tukey's fences). `std`: each lies less than `multiplier` sample standard deviations from the mean. Where
 * there is no spread to measure by, no value is. Great Expectations: expect_column_values_to_not_be_outliers.
 */
export const valuesNotOutliers = expectation({
  type: 'expect_column_values_to_not_be_outliers',
  kwargs: { column: text, mostly, method: choice(['iqr', 'std']), multiplier: withDefault(number, 1.5) },
  compile: ({ column: name, mostly: share, method, multiplier }, table): Step => {
    const column = findNumeric(table, name)
    if (isFault(column)) return column
    if (column.empty) return valueCheck({ column, share, condition: literal(false) })
    const { measures, outside } = methods[method]
    return {
      kind: 'inquiry',
      measures: measures(column),
      next: (measured) =>
        valueCheck({ column, share, condition: outside(asDouble(column), measured, multiplier) ?? literal(false) }),
    }
  },
})

interface Method {
  readonly measures: (column: ColumnFacts) => Measures
  /** The condition of an outlier; undefined where there is nothing to measure by. */
  readonly outside: (value: Sql, measured: Measured, multiplier: number) => Sql | undefined
}

const methods: Readonly<Record<'iqr' | 'std', Method>> = {
  iqr: {
    measures: (column) => ({ quartiles: sql`quantile_cont(${asDouble(column)}, [0.25, 0.75])` }),
    outside: (value, measured, multiplier) => {
      const [low, high] = measuredList(measured, 'quartiles').map(Number)
      if (low === undefined || high === undefined || !Number.isFinite(high - low)) return undefined
      const reach = multiplier * (high - low)
      return sql`NOT (${value} >= ${low - reach} AND ${value} <= ${high + reach})`
    },
  },
  std: {
    measures: (column) => ({
      mean: meanSql(column),
      deviation: deviationSql(column),
      varied: sql`min(${column.sql}) <> max(${column.sql})`,
    }),
    outside: (value, measured, multiplier) => {
      const [mean, deviation] = [measuredFinite(measured, 'mean'), measuredFinite(measured, 'deviation')]
      if (mean === undefined || deviation === undefined || measured['varied'] !== true) return undefined
      const reach = multiplier * deviation
      return reach <= 0 ? sql`${value} <> ${mean}` : sql`abs(${value} - ${mean}) >= ${reach}`
    },
  },
}
