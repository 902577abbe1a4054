import { sql } from '@trainyard/dataset'
import { expectation } from '../../kinds/expectation.ts'
import { mostly, optional, texts } from '../../kinds/kwargs.ts'
import { multicolumnCheck } from '../../kinds/multicolumn.ts'
import { isFault } from '../../kinds/table.ts'
import { comparedColumns, differentRows, rowKey } from './compared.ts'

/**
 * No two rows have the same values in all of `column_list`; where some do, each of them is unexpected. Left out: every column
 * that is neither ignored nor the id. A missing value equals a missing value. Trainyard's own.
 */
export const rowsUnique = expectation({
  type: 'expect_table_rows_to_be_unique',
  kwargs: { column_list: optional(texts), mostly },
  compile: ({ column_list, mostly }, table) => {
    const columns = comparedColumns(table, column_list)
    if (isFault(columns)) return columns
    const key = rowKey(columns)
    const keys = sql`(SELECT ${key} AS key FROM ${table.source})`
    return multicolumnCheck({
      columns,
      mostly,
      ignore: 'none',
      shape: 'record',
      unexpected: () => sql`${key} IN (SELECT key FROM ${keys} GROUP BY key HAVING count(*) > 1)`,
      count: () => ({
        from: differentRows(columns, table),
        measure: sql`coalesce(sum(times) FILTER (WHERE times > 1), 0)`,
      }),
    })
  },
})
