import { literal, sql } from '@trainyard/dataset'
import { valueCheck } from '../../kinds/columnMap.ts'
import { expectation } from '../../kinds/expectation.ts'
import { flag, mostly, number, text, withDefault } from '../../kinds/kwargs.ts'
import { asDouble, deviationSql, findNumeric, meanSql, measuredFinite } from '../../kinds/sql/moments.ts'
import { isFault } from '../../kinds/table.ts'

/**
 * Each value lies less than `threshold` sample standard deviations from the mean, or with `double_sided: false` above it.
 * Where there is no deviation, every value does. Great Expectations: expect_column_value_z_scores_to_be_less_than.
 */
export const zScoresLess = expectation({
  type: 'expect_column_value_z_scores_to_be_less_than',
  kwargs: { column: text, mostly, threshold: number, double_sided: withDefault(flag, true) },
  compile: ({ column: name, mostly: share, threshold, double_sided }, table) => {
    const column = findNumeric(table, name)
    if (isFault(column)) return column
    if (column.empty) return valueCheck({ column, share, condition: literal(false) })
    return {
      kind: 'inquiry',
      measures: { mean: meanSql(column), deviation: deviationSql(column) },
      next: (measured) => {
        const [mean, deviation] = [measuredFinite(measured, 'mean'), measuredFinite(measured, 'deviation')]
        if (mean === undefined || !deviation) return valueCheck({ column, share, condition: literal(false) })
        const score = sql`((${asDouble(column)} - ${mean}) / ${deviation})`
        const condition = double_sided ? sql`abs(${score}) >= ${Math.abs(threshold)}` : sql`${score} >= ${threshold}`
        return valueCheck({ column, share, condition })
      },
    }
  },
})
