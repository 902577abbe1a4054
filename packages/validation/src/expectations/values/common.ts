import { join, type Sql, sql } from '@trainyard/dataset'
import { type Check, type Fault, measuredCount, measuredList } from '../../kinds/check.ts'
import { expectation } from '../../kinds/expectation.ts'
import { flag, type Scalar, scalars, text } from '../../kinds/kwargs.ts'
import { comparableConstants } from '../../kinds/sql/constants.ts'
import { countIf } from '../../kinds/sql/count.ts'
import { listedGroups, shownGroups } from '../../kinds/sql/groups.ts'
import { type ColumnFacts, findColumn, isFault, type TableFacts } from '../../kinds/table.ts'

/**
 * The most common non-null value is in `value_set`. Where several are equally common, `ties_okay` lets one of them in the
 * set do; without it a tie fails. Great Expectations: expect_column_most_common_value_to_be_in_set.
 */
export const mostCommonInSet = expectation({
  type: 'expect_column_most_common_value_to_be_in_set',
  kwargs: { column: text, value_set: scalars, ties_okay: flag },
  compile: ({ column, value_set, ties_okay }, table) => compile(column, value_set, ties_okay, table),
})

function compile(name: string, wanted: readonly Scalar[], ties: boolean, table: TableFacts): Check | Fault {
  const column = findColumn(table, name)
  if (isFault(column)) return column
  const constants = comparableConstants(column, wanted)
  const expected = constants.length === 0 ? sql`FALSE` : sql`value IN (${join(constants)})`
  const over = (measure: Sql) => overModes(column, table, measure)
  return {
    kind: 'check',
    measures: {
      elements: sql`count(*)`,
      present: sql`count(${column.sql})`,
      modes: over(sql`count(*)`),
      expected: over(countIf(expected)),
      observed: over(listedGroups(column, sql`TRUE`, shownGroups)),
    },
    judge: (measured) => {
      const elements = measuredCount(measured, 'elements')
      const expected = measuredCount(measured, 'expected')
      return {
        kind: 'value',
        success: ties ? expected > 0 : expected === 1 && measuredCount(measured, 'modes') === 1,
        values: { observed_value: measuredList(measured, 'observed') },
        elements,
        missing: elements - measuredCount(measured, 'present'),
      }
    },
  }
}

/** The most common values alone. */
function overModes({ sql: column }: ColumnFacts, { source }: TableFacts, measure: Sql) {
  const from = sql`(SELECT value, times FROM
    (SELECT ${column} AS value, count(*) AS times FROM ${source} WHERE ${column} IS NOT NULL GROUP BY 1)
    QUALIFY times = max(times) OVER ())`
  return { from, measure }
}
