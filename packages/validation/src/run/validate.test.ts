import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Sql, sql } from '@trainyard/dataset'
import { InputError } from '@trainyard/ports'
import type { Check } from '../kinds/check.ts'
import { parseSuite } from '../suite/parse.ts'
import { type OpenTable, tableOf } from '../testing/table.ts'
import { type ValidateOptions, validate } from './validate.ts'

let table: OpenTable

beforeAll(async () => {
  table = await tableOf({
    id: ['string', ['a', 'b', 'c', 'd', 'e', 'f'], 'id'],
    n: ['integer', [1, 2, 2, 3, null, 9]],
    x: ['number', [1.5, 2.5, Number.NaN, 4, null, -1]],
    s: ['string', ['red', 'green', 'red', 'été', null, '']],
    b: ['boolean', [true, false, true, true, null, false]],
    day: ['date', ['2024-01-01', '2024-01-02', '2024-01-03', '2024-02-01', null, '2025-01-01']],
    at: ['timestamp', ['2024-01-01 10:00:00', '2024-01-01 11:30:00.5', null, null, null, null]],
    never: ['string', [null, null, null, null, null, null]],
    'odd "name"; DROP TABLE data': ['integer', [1, 1, 1, 1, 1, 1]],
  })
})
afterAll(() => table.close())

/** A check that passes every look but the engine's. */
function unanswerable(): Check {
  const judge = () => ({ kind: 'value', success: true }) as const
  return { kind: 'check', measures: { broken: sql`max(CAST('a' || "n" AS INTEGER))` }, judge }
}

type Kwargs = Readonly<Record<string, unknown>>

type Entry = readonly [string, Kwargs, severity?: string]

function suiteOf(...expectations: readonly Entry[]) {
  const written = expectations.map(([type, kwargs, severity = 'critical']) => ({ type, kwargs, severity }))
  return parseSuite(JSON.stringify({ name: 'test', expectations: written }), 'suite.json')
}

async function resultOf(type: string, kwargs: Kwargs, options: ValidateOptions = { values: 'shown' }) {
  const [result] = (await validate(table, suiteOf([type, kwargs]), options)).results
  return result
}

/** Each row: expectation, its arguments, whether it holds, and part of its result. */
const cases: readonly (readonly [string, Kwargs, boolean, Kwargs])[] = [
  ['column_to_exist', { column: 'n' }, true, {}],
  ['column_to_exist', { column: 'N' }, false, {}],
  ['column_pair_values_a_to_be_greater_than_b', { column_A: 'x', column_B: 'b' }, false, { unexpected_count: 2 }],
  ['column_to_exist', { column: 'n', column_index: 1 }, true, {}],
  ['column_to_exist', { column: 'n', column_index: 2 }, false, {}],
  ['table_row_count_to_equal', { value: 6 }, true, { observed_value: 6 }],
  ['table_row_count_to_be_between', { min_value: 7 }, false, { observed_value: 6 }],
  ['table_row_count_to_be_between', {}, true, { observed_value: 6 }],
  ['table_column_count_to_equal', { value: 9 }, true, { observed_value: 9 }],
  ['table_column_count_to_be_between', { max_value: 8 }, false, { observed_value: 9 }],
  ['column_values_to_be_between', { column: 'at', min_value: '2024-01-01T12:00:00+02:00' }, true, {}],
  ['column_values_to_be_between', { column: 'at', max_value: '2024-01-01 06:00:01-0530' }, true, {}],
  ['column_max_to_be_between', { column: 'at', max_value: '2024-01-01T13:30:00.4+02:00' }, false, {}],
  ['column_min_to_be_between', { column: 'at', min_value: '2024-01-01T05:00:00-05:00' }, true, {}],
  ['table_columns_to_match_set', { column_set: ['n', 'x'], exact_match: false }, true, { details: { mismatched: {} } }],
  ['column_values_to_not_be_null', { column: 'n' }, false, { unexpected_count: 1, partial_unexpected_list: [null] }],
  ['column_values_to_not_be_null', { column: 'x', mostly: 0.6 }, true, { unexpected_count: 2 }],
  ['column_values_to_be_null', { column: 'never' }, true, { unexpected_count: 0 }],
  ['column_values_to_be_unique', { column: 'n' }, false, { partial_unexpected_list: [2, 2], missing_count: 1 }],
  ['column_values_to_be_unique', { column: 'id' }, true, { unexpected_count: 0 }],
  ['column_values_to_be_between', { column: 'n', min_value: 1, max_value: 9 }, true, { element_count: 6 }],
  ['column_values_to_be_between', { column: 'n', min_value: 1, strict_min: true }, false, { unexpected_percent: 20 }],
  ['column_values_to_be_between', { column: 'n', max_value: 3, mostly: 0.8 }, true, { partial_unexpected_list: [9] }],
  ['column_values_to_be_between', { column: 'n', max_value: 3, mostly: 0.81 }, false, { unexpected_count: 1 }],
  ['column_values_to_be_between', { column: 'x', min_value: 0 }, false, { partial_unexpected_list: [-1] }],
  ['column_values_to_be_between', { column: 'n', min_value: '2', max_value: '10' }, false, { unexpected_count: 1 }],
  ['column_max_to_be_between', { column: 'n', min_value: ' 9', max_value: 9 }, true, { observed_value: 9 }],
  [
    'column_values_to_be_between',
    { column: 'day', max_value: '2024-12-31' },
    false,
    { partial_unexpected_list: ['2025-01-01'] },
  ],
  [
    'column_values_to_be_between',
    { column: 'at', min_value: '2024-01-01T11:00:00' },
    false,
    { partial_unexpected_list: ['2024-01-01T10:00:00'] },
  ],
  ['column_values_to_be_between', { column: 'never', min_value: 0 }, true, { unexpected_count: 0, missing_count: 6 }],
  [
    'column_values_to_be_in_set',
    { column: 's', value_set: ['red', 'green', 'été', ''] },
    true,
    { unexpected_count: 0 },
  ],
  ['column_values_to_be_in_set', { column: 's', value_set: ["red' OR 1=1 --"] }, false, { unexpected_count: 5 }],
  ['column_values_to_be_in_set', { column: 'n', value_set: ['1', 2] }, false, { partial_unexpected_list: [1, 3, 9] }],
  ['column_values_to_be_in_set', { column: 's', value_set: [] }, false, { unexpected_count: 5 }],
  ['column_values_to_not_be_in_set', { column: 's', value_set: ['red', null] }, false, { unexpected_count: 2 }],
  ['column_values_to_not_be_in_set', { column: 's', value_set: ['red\u0000'] }, true, { unexpected_count: 0 }],
  ['column_values_to_match_regex', { column: 's', regex: 'e' }, false, { partial_unexpected_list: ['été', ''] }],
  ['column_values_to_not_match_regex', { column: 's', regex: '^r' }, false, { unexpected_count: 2 }],
  [
    'column_value_lengths_to_be_between',
    { column: 's', min_value: 3, max_value: 5 },
    false,
    { partial_unexpected_list: [''] },
  ],
  ['column_value_lengths_to_equal', { column: 'id', value: 1 }, true, {}],
  ['column_values_to_be_of_type', { column: 'n', type_: 'INTEGER' }, true, { observed_value: 'integer' }],
  ['column_values_to_be_of_type', { column: 's', type_: 'float64' }, false, { observed_value: 'string' }],
  ['column_values_to_be_in_type_list', { column: 's', type_list: ['int', 'str'] }, true, {}],
  ['column_min_to_be_between', { column: 'day', min_value: '2024-01-01' }, true, { observed_value: '2024-01-01' }],
  ['column_max_to_be_between', { column: 'n', max_value: 8 }, false, { observed_value: 9 }],
  ['column_mean_to_be_between', { column: 'x', min_value: 1.75, max_value: 1.75 }, true, { observed_value: 1.75 }],
  ['column_mean_to_be_between', { column: 'b', min_value: 0.6, max_value: 0.6 }, true, { observed_value: 0.6 }],
  ['column_median_to_be_between', { column: 'x', min_value: 2 }, true, { observed_value: 2 }],
  ['column_sum_to_be_between', { column: 'n', max_value: 17, strict_max: true }, false, { observed_value: 17 }],
  ['column_stdev_to_be_between', { column: 'odd "name"; DROP TABLE data', max_value: 0 }, true, { observed_value: 0 }],
  ['column_mean_to_be_between', { column: 'never', min_value: 0 }, false, { observed_value: null }],
  ['column_unique_value_count_to_be_between', { column: 'n', min_value: 4, max_value: 4 }, true, { observed_value: 4 }],
  ['column_proportion_of_unique_values_to_be_between', { column: 'n', min_value: 0.8 }, true, { observed_value: 0.8 }],
  [
    'column_proportion_of_non_null_values_to_be_between',
    { column: 'never', min_value: 0, strict_min: true },
    false,
    { observed_value: 0 },
  ],
  [
    'column_pair_values_a_to_be_greater_than_b',
    { column_A: 'n', column_B: 'x', ignore_row_if: 'either_value_is_missing' },
    false,
    {
      partial_unexpected_list: [
        [1, 1.5],
        [2, 2.5],
        [3, 4],
      ],
    },
  ],
  ['column_pair_values_to_be_equal', { column_A: 's', column_B: 's' }, true, { missing_count: 1 }],
  [
    'compound_columns_to_be_unique',
    { column_list: ['s', 'b'] },
    false,
    {
      partial_unexpected_list: [
        { s: 'red', b: true },
        { s: 'red', b: true },
      ],
    },
  ],
]

test.each(cases)('expect_%s %j: %s', async (name, kwargs, success, part) => {
  expect(await resultOf(`expect_${name}`, kwargs)).toMatchObject({ success, result: part })
})

describe('what cannot be checked fails and says why', () => {
  test.each<[string, Kwargs, string]>([
    ['column_values_to_not_be_null', { column: 'dai' }, "the table has no column 'dai'; there is 'day'"],
    [
      'column_values_to_be_between',
      { column: 's', min_value: 1 },
      "column 's' holds string values, which cannot be compared with 1",
    ],
    [
      'column_values_to_be_between',
      { column: 'day', min_value: 'soon' },
      'column \'day\' holds date values, which cannot be compared with "soon"',
    ],
    [
      'column_mean_to_be_between',
      { column: 's', min_value: 1 },
      "column 's' holds string values; expect_column_mean_to_be_between needs numbers",
    ],
    [
      'table_row_count_to_equal_other_table',
      { other_table_name: 'twin' },
      "no table is named 'twin'; name its file: --table twin=FILE",
    ],
    [
      'column_pair_values_a_to_be_greater_than_b',
      { column_A: 's', column_B: 'n' },
      "'s' (string) and 'n' (integer) have no common order",
    ],
  ])('expect_%s %j', async (name, kwargs, message) => {
    expect(await resultOf(`expect_${name}`, kwargs)).toMatchObject({
      success: false,
      result: {},
      exception_info: { raised_exception: true, exception_message: message },
    })
  })
})

test('another table is compared by its name', async () => {
  const options = { tables: { twin: { rows: 6 }, triplet: { rows: 5 } } }
  const same = { other_table_name: 'twin' }
  expect(await resultOf('expect_table_row_count_to_equal_other_table', same, options)).toMatchObject({
    success: true,
    result: { observed_value: { self: 6, other: 6 } },
  })
  const other = { other_table_name: 'triplet' }
  expect((await resultOf('expect_table_row_count_to_equal_other_table', other, options))?.success).toBe(false)
})

describe('result_format', () => {
  const kwargs = { column: 'n', max_value: 2 }
  const type = 'expect_column_values_to_be_between'
  const basic = ['element_count', 'unexpected_count', 'unexpected_percent', 'partial_unexpected_list']
  const missing = ['missing_count', 'missing_percent', 'unexpected_percent_total', 'unexpected_percent_nonmissing']
  const summary = ['partial_unexpected_counts', 'partial_unexpected_index_list']
  test.each<[string, readonly string[]]>([
    ['BOOLEAN_ONLY', []],
    ['BASIC', [...basic, ...missing]],
    ['SUMMARY', [...basic, ...missing, ...summary]],
    [
      'COMPLETE',
      [...basic, ...missing, ...summary, 'unexpected_list', 'unexpected_index_query', 'unexpected_index_list'],
    ],
  ])('%s', async (name, keys) => {
    const result = (await resultOf(type, { ...kwargs, result_format: name }))?.result ?? {}
    expect(Object.keys(result).sort()).toEqual([...keys].sort())
  })

  test('the default of a run gives way to the expectation', async () => {
    const options = { resultFormat: 'BOOLEAN_ONLY', values: 'shown' } as const
    expect((await resultOf(type, kwargs, options))?.result).toEqual({})
    const own = { ...kwargs, result_format: { result_format: 'BASIC', partial_unexpected_count: 1 } }
    expect((await resultOf(type, own, options))?.result).toMatchObject({ partial_unexpected_list: [3] })
  })

  test('rows are named by number from 0, or by their keys', async () => {
    const complete = { ...kwargs, result_format: 'COMPLETE' }
    expect((await resultOf(type, complete))?.result['unexpected_index_list']).toEqual([3, 5])
    const keyed = (await resultOf(type, complete, { values: 'shown', keys: ['id'] }))?.result
    expect(keyed).toMatchObject({
      unexpected_index_list: [
        { n: 3, id: 'd' },
        { n: 9, id: 'f' },
      ],
    })
  })
})

test('values stay out of results and failing rows unless they are shown', async () => {
  const suite = suiteOf([
    'expect_column_values_to_be_in_set',
    { column: 's', value_set: ['green'], result_format: 'COMPLETE' },
  ])
  const { results, failing } = await validate(table, suite, { keys: ['id'] })
  expect(JSON.stringify([results, failing])).not.toMatch(/red|été/)
  expect(failing).toMatchObject([
    { index: 0, columns: ['s'], total: 4, rows: [{ rowNumber: 1, rowInFile: 1, keys: { id: 'a' } }, {}, {}, {}] },
  ])
})

describe('a row condition', () => {
  const rows = (row_condition: string) => ({ row_condition, condition_parser: 'pandas' })
  test.each([
    [
      'column_values_to_be_between',
      { column: 'n', max_value: 3, ...rows('n < 9') },
      true,
      { element_count: 4, missing_count: 0 },
    ],
    [
      'column_values_to_be_between',
      { column: 'n', max_value: 2, ...rows('b') },
      false,
      { element_count: 3, unexpected_percent: 33.33333333333333, partial_unexpected_index_list: [3] },
    ],
    ['column_values_to_be_unique', { column: 'n', ...rows('id != "c"') }, true, { element_count: 5 }],
    ['column_values_to_be_unique', { column: 'n', ...rows('id != "d"') }, false, { unexpected_count: 2 }],
    [
      'column_values_to_not_be_null',
      { column: 'n', ...rows('id == "e"') },
      false,
      { element_count: 1, unexpected_count: 1 },
    ],
    [
      'column_mean_to_be_between',
      { column: 'n', max_value: 2, ...rows('n <= 3') },
      true,
      { observed_value: 2, element_count: 4 },
    ],
    ['table_row_count_to_equal', { value: 4, ...rows('n <= 3') }, true, { observed_value: 4 }],
    [
      'column_values_to_be_between',
      { column: 'n', max_value: 0, ...rows('n > 100') },
      true,
      { element_count: 0, unexpected_percent: null },
    ],
    ['compound_columns_to_be_unique', { column_list: ['s', 'b'], ...rows('id != "c"') }, true, { element_count: 5 }],
  ] as const)('cuts expect_%s %j', async (name, kwargs, success, part) => {
    expect(await resultOf(`expect_${name}`, kwargs)).toMatchObject({ success, result: part })
  })

  test('on a column that is not there is a fault of the check', async () => {
    const result = await resultOf('expect_column_values_to_not_be_null', { column: 'id', ...rows('nn > 1') })
    expect(result).toMatchObject({
      success: false,
      exception_info: { exception_message: expect.stringMatching(/^row_condition: .*'nn'/) },
    })
  })
})

describe('catch_exceptions', () => {
  const absent = (more: Kwargs) => suiteOf(['expect_column_values_to_not_be_null', { column: 'nn', ...more }])
  test('true, or left out: what is wrong with the table fails the expectation', async () => {
    for (const more of [{}, { catch_exceptions: true }]) {
      const { results } = await validate(table, absent(more))
      expect(results[0]).toMatchObject({
        success: false,
        result: {},
        exception_info: { raised_exception: true, exception_message: "the table has no column 'nn'; there is 'n'" },
      })
    }
  })

  test('false: it ends the run, with the place in the suite', async () => {
    await expect(validate(table, absent({ catch_exceptions: false }))).rejects.toThrow(
      /suite\.json:1:\d+ {2}expectations\[0\]: expect_column_values_to_not_be_null: the table has no column 'nn'/,
    )
  })

  test('what the engine cannot reckon fails one expectation, not all', async () => {
    const suite = suiteOf(...['n', 'x'].map((column) => ['expect_column_max_to_be_between', { column }] as const))
    const [first, ...rest] = suite.expectations
    const expectations = first ? [{ ...first, compile: unanswerable }, ...rest] : []
    const { results } = await validate(table, { ...suite, expectations })
    expect(results.map(({ success }) => success)).toEqual([false, true])
    expect(results[0]?.exception_info.exception_message).toMatch(/Conversion Error|Could not convert/)
  })
})

test('failing rows are told whatever the format of the results', async () => {
  const suite = suiteOf(['expect_column_values_to_be_between', { column: 'n', max_value: 3 }])
  const { results, failing } = await validate(table, suite, { resultFormat: 'BOOLEAN_ONLY' })
  expect(results[0]?.result).toEqual({})
  expect(failing).toMatchObject([{ total: 1, rows: [{ rowNumber: 6, rowFile: 0, rowInFile: 6 }] }])
})

test('a suite needs one query, one for each row condition and grouped column, and more only for failing rows', async () => {
  const queries: string[] = []
  const counted = {
    ...table,
    engine: {
      ...table.engine,
      all: <R extends object>(query: Sql) => {
        queries.push(query.text)
        return table.engine.all<R>(query)
      },
    },
  }
  const passing = cases.filter(([, kwargs, success]) => success && !('regex' in kwargs) && !('mostly' in kwargs))
  const suite = suiteOf(...passing.map(([name, kwargs]) => [`expect_${name}`, kwargs] as const))
  expect((await validate(counted, suite)).verdict).toBe('pass')
  expect(queries).toHaveLength(3)
  const some = { column: 'n', row_condition: 'n > 0', condition_parser: 'pandas' }
  const mixed = ['min', 'max', 'sum'].map((name) => [`expect_column_${name}_to_be_between`, some] as const)
  await validate(counted, suiteOf(...mixed, ['expect_table_row_count_to_equal', { value: 6 }]))
  expect(queries).toHaveLength(5)
  await validate(counted, suiteOf(['expect_column_values_to_be_unique', { column: 'n' }]))
  expect(queries).toHaveLength(8)
})

describe('severity decides', () => {
  const bad = (severity: string) => ['expect_table_row_count_to_equal', { value: 1 }, severity] as const
  const good = ['expect_table_row_count_to_equal', { value: 6 }] as const
  test.each<[string, readonly Entry[], number | undefined, string, string]>([
    ['all hold', [good], undefined, 'pass', '1 check'],
    ['critical', [good, bad('critical')], undefined, 'fail', '1 of 2 checks failed: expect_table_row_count_to_equal'],
    ['warning', [good, bad('warning')], undefined, 'pass', '2 checks, 1 warning'],
    ['warnings in the budget', [bad('warning')], 1, 'pass', '1 check, 1 warning'],
    ['warnings over it', [bad('warning')], 0, 'fail', '1 warning, at most 0 allowed: expect_table_row_count_to_equal'],
    ['info', [good, bad('info')], 0, 'pass', '2 checks'],
  ])('%s', async (_, expectations, atMost, verdict, reason) => {
    const options = atMost === undefined ? {} : { warnings: { atMost } }
    expect(await validate(table, suiteOf(...expectations), options)).toMatchObject({ verdict, reason })
  })
})

test('a regular expression that nothing here can say is an error with its place', () => {
  const suite = () => suiteOf(['expect_column_values_to_match_regex', { column: 's', regex: '(a)?(?(1)b|c)' }])
  expect(suite).toThrow(InputError)
  expect(suite).toThrow(/suite\.json:1:\d+ .*regex.*conditional groups.*character 5/)
})

test('a regular expression that goes back is not tested without a worker that can be stopped', async () => {
  const suite = suiteOf(['expect_column_values_to_match_regex', { column: 's', regex: '(?=a)b' }])
  const { results } = await validate(table, suite)
  expect(results[0]?.exception_info.exception_message).toBe(
    'it needs the worker that tests values, which was not named',
  )
})

test('what is asked beside the checks is answered with them; what the engine cannot answer takes no check with it', async () => {
  const suite = suiteOf(['expect_column_max_to_be_between', { column: 'n', max_value: 9 }])
  const known = await validate(table, suite, { beside: { least: sql`min("n")`, greatest: sql`max("n")` } })
  expect(known.beside).toEqual({ least: 1, greatest: 9 })
  const broken = await validate(table, suite, { beside: unanswerable().measures })
  expect([broken.beside, broken.success]).toEqual([undefined, true])
})
