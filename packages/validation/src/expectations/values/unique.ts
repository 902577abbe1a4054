import { sql } from '@trainyard/dataset'
import { columnMap } from '../../kinds/columnMap.ts'
import { overGroups } from '../../kinds/sql/groups.ts'

/**
 * No non-null value occurs twice; where one does, every row that has it is unexpected.
 * Great Expectations: expect_column_values_to_be_unique.
 */
export const valuesUnique = columnMap({
  type: 'expect_column_values_to_be_unique',
  kwargs: {},
  unexpected: ({ sql: column }, _, { source }) =>
    sql`${column} IN (SELECT ${column} FROM ${source} GROUP BY 1 HAVING count(*) > 1)`,
  count: (column, table) => overGroups(column, table, sql`coalesce(sum(times) FILTER (WHERE times > 1), 0)`),
})
