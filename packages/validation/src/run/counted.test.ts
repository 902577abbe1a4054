import { expect, test } from '@jest/globals'
import type { Table } from '../kinds/table.ts'
import { parseSuite } from '../suite/parse.ts'
import { tableOf } from '../testing/table.ts'
import { validate } from './validate.ts'

const expectations = [
  { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'x', mostly: 0.5 } },
  { type: 'expect_column_values_to_be_between', kwargs: { column: 'x', min_value: '0', max_value: '9' } },
  { type: 'expect_column_mean_to_be_between', kwargs: { column: 'never', min_value: 1 } },
  { type: 'expect_column_values_to_match_regex', kwargs: { column: 'never', regex: 'a' } },
  { type: 'expect_column_proportion_of_non_null_values_to_be_between', kwargs: { column: 'never', max_value: 0.1 } },
]

test('columns that are not counted yet are judged as if they were, also one without any value', async () => {
  const nan = Number.NaN
  const table = await tableOf({ x: ['number', [1, nan, 3, null]], never: ['number', [nan, nan, null, nan]] })
  const lower = [1, 1]
  const uncounted: Table = {
    ...table,
    columns: table.columns.map((column, at) => ({ ...column, missing: lower[at] ?? 0 })),
    uncounted: ['x', 'never'],
  }
  const suite = parseSuite(JSON.stringify({ expectations }), 'suite.json')
  const counted = await validate(table, suite)
  const { present, ...rest } = await validate(uncounted, suite)
  await table.close()
  expect(present).toEqual(
    new Map([
      ['x', 2],
      ['never', 0],
    ]),
  )
  expect({ ...rest, present: counted.present }).toEqual(counted)
})
