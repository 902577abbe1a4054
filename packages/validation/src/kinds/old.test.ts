import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { validate } from '../run/validate.ts'
import { parseSuite } from '../suite/parse.ts'
import { type OpenTable, tableOf } from '../testing/table.ts'

let table: OpenTable

beforeAll(async () => {
  table = await tableOf({
    day: ['date', ['2024-01-05', '2024-02-01']],
    text: ['string', ['5/1/2024', '1/2/2024']],
    a: ['integer', [2, 3]],
    b: ['integer', [1, 1]],
  })
})
afterAll(() => table.close())

const suiteOf = (type: string, kwargs: object) =>
  parseSuite(
    JSON.stringify({ expectation_suite_name: 'old', expectations: [{ expectation_type: type, kwargs }] }),
    'old.json',
  )

const between = { min_value: '2024-01-01', parse_strings_as_datetimes: true, output_strftime_format: '%d/%m/%Y' }

test('arguments of 0.x are taken where the column is of dates', async () => {
  const suite = suiteOf('expect_column_values_to_be_between', {
    column: 'day',
    ...between,
    allow_cross_type_comparisons: null,
  })
  expect(await validate(table, suite)).toMatchObject({ success: true })
})

test('a column that is still text fails, and says what to do', async () => {
  const { results } = await validate(table, suiteOf('expect_column_max_to_be_between', { column: 'text', ...between }))
  expect(results[0]).toMatchObject({
    success: false,
    exception_info: {
      exception_message: "column 'text' holds text that is not ISO 8601; write its dates so, or pin its type",
    },
  })
})

test('where 0.x did not have one, it is an error', () => {
  const unknown = () => suiteOf('expect_column_mean_to_be_between', { column: 'day', output_strftime_format: '%d' })
  expect(unknown).toThrow("unknown argument 'output_strftime_format'")
})

test.each([
  ['expect_column_pair_values_A_to_be_greater_than_B', { column_A: 'a', column_B: 'b' }],
  ['expect_column_pair_values_A_to_be_greater_than_B', { column_A: 'a', column_B: 'b', ignore_row_if: 'never' }],
  ['expect_column_values_to_not_be_null', { column: 'a', include_config: true, result_format: 'SUMMARY', meta: null }],
  ['expect_column_mean_to_be_between', { column: 'a', min_value: 1, auto: true, profiler_config: { name: 'p' } }],
])('%s %j: as 0.x wrote it', async (type, kwargs) => {
  expect(await validate(table, suiteOf(type, kwargs))).toMatchObject({ success: true })
})
