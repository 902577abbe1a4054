import { type Sql, sql } from '@trainyard/dataset'
import { columnMap } from '../kinds/columnMap.ts'

/**
 * No non-null value occurs twice; where one does, every row that has it is unexpected.
 * Great Expectations: expect_column_values_to_be_unique.
 */
export const valuesUnique = columnMap({
  type: 'expect_column_values_to_be_unique',
  kwargs: {},
  unexpected: (column, _, table) => sql`${column.sql} IN (SELECT repeated FROM ${repeated(column.sql, table.source)})`,
  count: (column, table) => sql`(SELECT coalesce(sum(times), 0) FROM ${repeated(column.sql, table.source)})`,
})

function repeated(column: Sql, source: Sql): Sql {
  return sql`(SELECT ${column} AS repeated, count(*) AS times FROM ${source}
    WHERE ${column} IS NOT NULL GROUP BY ${column} HAVING count(*) > 1)`
}
