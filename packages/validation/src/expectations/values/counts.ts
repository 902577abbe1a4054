import { sql } from '@trainyard/dataset'
import { columnAggregate } from '../../kinds/columnAggregate.ts'
import { overGroups } from '../../kinds/sql/groups.ts'

/** Number of distinct non-null values. Great Expectations: expect_column_unique_value_count_to_be_between. */
export const uniqueValueCount = columnAggregate({
  type: 'expect_column_unique_value_count_to_be_between',
  result: 'number',
  observe: (column, table) => overGroups(column, table, sql`count(*)`),
})

/** Distinct values as a share of the non-null ones. Great Expectations: expect_column_proportion_of_unique_values_to_be_between. */
export const proportionOfUniqueValues = columnAggregate({
  type: 'expect_column_proportion_of_unique_values_to_be_between',
  result: 'number',
  observe: (column, table) => overGroups(column, table, sql`coalesce(count(*) / nullif(sum(times), 0), 0)::DOUBLE`),
})

/** Non-null values as a share of the rows. Great Expectations: expect_column_proportion_of_non_null_values_to_be_between. */
export const proportionOfNonNullValues = columnAggregate({
  type: 'expect_column_proportion_of_non_null_values_to_be_between',
  result: 'number',
  observe: (column) => sql`count(${column.sql}) / nullif(count(*), 0)`,
})
