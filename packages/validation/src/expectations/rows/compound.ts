import { join, sql } from '@trainyard/dataset'
import { expectation } from '../../kinds/expectation.ts'
import { choice, mostly, texts } from '../../kinds/kwargs.ts'
import { listIgnore, multicolumnCheck } from '../../kinds/multicolumn.ts'
import { findColumns, isFault } from '../../kinds/table.ts'

/**
 * No two rows have the same values in all of `column_list`; where some do, each of them is unexpected. A missing value
 * equals a missing value. Great Expectations: expect_compound_columns_to_be_unique.
 */
export const compoundUnique = expectation({
  type: 'expect_compound_columns_to_be_unique',
  kwargs: {
    column_list: texts,
    mostly,
    ignore_row_if: choice(['all_values_are_missing', 'any_value_is_missing', 'never']),
  },
  agree: ({ column_list }) =>
    column_list.length < 2 ? { kwarg: 'column_list', message: 'must name at least two columns' } : undefined,
  compile: ({ column_list, mostly, ignore_row_if }, table) => {
    const columns = findColumns(table, column_list)
    if (isFault(columns)) return columns
    const names = join(columns.map((column) => column.sql))
    return multicolumnCheck({
      columns,
      mostly,
      ignore: listIgnore[ignore_row_if],
      shape: 'record',
      unexpected: (considered) =>
        sql`row(${names}) IN (SELECT row(${names}) FROM ${table.source} WHERE ${considered}
          GROUP BY ${names} HAVING count(*) > 1)`,
      count: (considered) => ({
        from: sql`(SELECT count(*) AS times FROM ${table.source} WHERE ${considered} GROUP BY ${names})`,
        measure: sql`coalesce(sum(times) FILTER (WHERE times > 1), 0)`,
      }),
    })
  },
})
