import { type Sql, sql } from '@trainyard/dataset'
import { fault } from '../../kinds/check.ts'
import { valueCheck } from '../../kinds/columnMap.ts'
import { type Expectation, expectation } from '../../kinds/expectation.ts'
import { flag, mostly, text } from '../../kinds/kwargs.ts'
import { countIf } from '../../kinds/sql/count.ts'
import { findColumn, isFault } from '../../kinds/table.ts'

/** No value is less than the non-null one before it, nor equal with `strictly`. Great Expectations: expect_column_values_to_be_increasing. */
export const valuesIncreasing = ordered('expect_column_values_to_be_increasing', (strictly) =>
  strictly ? sql`value <= before` : sql`value < before`,
)

/** No value is greater than the non-null one before it, nor equal with `strictly`. Great Expectations: expect_column_values_to_be_decreasing. */
export const valuesDecreasing = ordered('expect_column_values_to_be_decreasing', (strictly) =>
  strictly ? sql`value >= before` : sql`value > before`,
)

/** Rows are in the order of the files. */
function ordered(type: string, broken: (strictly: boolean) => Sql): Expectation {
  return expectation({
    type,
    kwargs: { column: text, mostly, strictly: flag },
    compile: ({ column: name, mostly: share, strictly }, table) => {
      const column = findColumn(table, name)
      if (isFault(column)) return column
      if (column.type === 'string' && !column.empty) {
        return fault(`column '${name}' holds text; numbers, dates or times are needed`)
      }
      const from = sql`(SELECT "rowNumber" AS place, ${column.sql} AS value,
        lag(${column.sql}) OVER (ORDER BY "rowNumber") AS before FROM ${table.source} WHERE ${column.sql} IS NOT NULL)`
      return valueCheck({
        column,
        share,
        condition: sql`"rowNumber" IN (SELECT place FROM ${from} WHERE ${broken(strictly)})`,
        count: { from, measure: countIf(broken(strictly)) },
      })
    },
  })
}
