import { sql } from '@trainyard/dataset'
import { columnMap } from '../../kinds/columnMap.ts'

/** Every value is there. Great Expectations: expect_column_values_to_not_be_null. */
export const valuesNotNull = columnMap({
  type: 'expect_column_values_to_not_be_null',
  kwargs: {},
  nulls: 'judged',
  unexpected: (column) => sql`${column.sql} IS NULL`,
  count: (column) => sql`(count(*) - ${column.present})`,
})

/** No value is there. Great Expectations: expect_column_values_to_be_null. */
export const valuesNull = columnMap({
  type: 'expect_column_values_to_be_null',
  kwargs: {},
  nulls: 'judged',
  unexpected: (column) => sql`${column.sql} IS NOT NULL`,
  count: (column) => column.present,
})
