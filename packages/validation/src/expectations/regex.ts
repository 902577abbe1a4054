import { sql } from '@trainyard/dataset'
import { columnMap } from '../kinds/columnMap.ts'
import { text } from '../kinds/kwargs.ts'

const kwargs = { regex: text }
const patterns = ({ regex }: { readonly regex: string }) => [{ kwarg: 'regex', pattern: regex }]

/** The regular expression is found in each non-null value. Great Expectations: expect_column_values_to_match_regex. */
export const valuesMatchRegex = columnMap({
  type: 'expect_column_values_to_match_regex',
  kwargs,
  patterns,
  unexpected: (column, { regex }) => sql`NOT regexp_matches(CAST(${column.sql} AS VARCHAR), ${regex})`,
})

/** The regular expression is found in no value. Great Expectations: expect_column_values_to_not_match_regex. */
export const valuesNotMatchRegex = columnMap({
  type: 'expect_column_values_to_not_match_regex',
  kwargs,
  patterns,
  unexpected: (column, { regex }) => sql`regexp_matches(CAST(${column.sql} AS VARCHAR), ${regex})`,
})
