import { expect, test } from '@jest/globals'
import { validate } from '../../run/validate.ts'
import { parseSuite } from '../../suite/parse.ts'
import { type Column, tableOf } from '../../testing/table.ts'

/** Six rows in 150 columns: the first two are the same, and so are the last two, which differ from others in one column. */
function wide(): Record<string, Column> {
  const kinds = [0, 0, 1, 2, 3, 3]
  const columns = Array.from({ length: 150 }, (_, at): [string, Column] => {
    return [`c${at}`, ['integer', kinds.map((kind) => (at === 149 ? kind : at % 7 === 0 ? null : at))]]
  })
  return Object.fromEntries(columns)
}

test('rows of many columns are compared in all of them', async () => {
  const table = await tableOf(wide())
  const expectations = [
    { type: 'expect_table_rows_to_be_unique', kwargs: { mostly: 0.1 } },
    { type: 'expect_table_rows_to_be_unique', kwargs: {} },
  ]
  const { results, failing } = await validate(table, parseSuite(JSON.stringify({ name: 'w', expectations }), 's.json'))
  await table.close()
  expect(results.map(({ result }) => result['unexpected_count'])).toEqual([4, 4])
  expect(results.map(({ success }) => success)).toEqual([true, false])
  expect(failing.map(({ rows }) => rows.map(({ rowNumber }) => rowNumber))).toEqual([[1, 2, 5, 6]])
})
