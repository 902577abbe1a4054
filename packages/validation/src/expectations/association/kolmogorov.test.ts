import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { validate } from '../../run/validate.ts'
import { parseSuite } from '../../suite/parse.ts'
import { type Column, type OpenTable, tableOf } from '../../testing/table.ts'
import reference from './fixtures/kolmogorov.json' with { type: 'json' }

const parameterized = 'expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than'
const bootstrapped = 'expect_column_bootstrapped_ks_test_p_value_to_be_greater_than'

let table: OpenTable

beforeAll(async () => {
  const columns = Object.entries(reference.columns).map(([name, values]): [string, Column] => {
    return [name, ['number', [...values, null]]]
  })
  const rest: readonly null[] = Array.from({ length: 61 }, () => null)
  table = await tableOf({
    ...Object.fromEntries(columns),
    none: ['number', rest],
    words: ['string', ['word', ...rest.slice(1)]],
  })
})
afterAll(() => table.close())

const suiteOf = (type: string, kwargs: object) =>
  parseSuite(JSON.stringify({ expectation_suite_name: 'ks', expectations: [{ expectation_type: type, kwargs }] }), 'ks')

async function resultOf(type: string, kwargs: object, values: 'hidden' | 'shown' = 'shown') {
  const { results } = await validate(table, suiteOf(type, kwargs), { values })
  return results[0]
}

test.each(reference.parameterized)('$distribution $params: SciPy’s p-value', async ({ distribution, params, d, p }) => {
  const found = await resultOf(parameterized, { column: distribution, distribution, params })
  expect(found).toMatchObject({ success: p >= 0.05, result: { element_count: 61, missing_count: 1 } })
  expect(found?.result['observed_value']).toBeCloseTo(p, 10)
  expect(found?.result['details']).toMatchObject({
    observed_ks_result: [expect.closeTo(d, 10), expect.closeTo(p, 10)],
  })
})

test('parameters are shown in SciPy’s order, left-out ones too', async () => {
  const kwargs = { column: 'gamma', distribution: 'gamma', params: { scale: 3, alpha: 2 } }
  const found = await resultOf(parameterized, kwargs, 'hidden')
  expect(found?.result['details']).toMatchObject({ expected_params: [2, 0, 3] })
})

test.each([
  ['lognorm', [1], 'must be one of norm, beta, gamma, uniform, chi2, expon'],
  ['norm', undefined, 'must be given: an object of numbers by name'],
  ['norm', { mean: 'a' }, 'must be an object of numbers by name, or a list of numbers'],
  ['norm', { mean: 1, std_dev: 0 }, 'std_dev must be given and greater than 0'],
  ['norm', { mean: 1, loc: 3 }, 'norm takes mean, std_dev; there are others'],
  ['norm', [0, 1, 2], 'norm takes mean, std_dev; there are others'],
  ['beta', [1], 'beta must be given and greater than 0'],
  ['gamma', { loc: 1 }, 'alpha must be given and greater than 0'],
  ['chi2', [-1], 'df must be given and greater than 0'],
  ['expon', [1, -1], 'scale must be given and greater than 0'],
])('%s with %j is refused', (distribution, params, message) =>
  expect(() => suiteOf(parameterized, { column: 'norm', distribution, params })).toThrow(message),
)

test.each([0, 1])('a p-value of %d is refused', (p_value) =>
  expect(() => suiteOf(parameterized, { column: 'norm', distribution: 'norm', params: {}, p_value })).toThrow(
    'between',
  ),
)

test.each(reference.bootstrapped)('$rows of $column against $partition_object: SciPy’s share', async (row) => {
  const kwargs = {
    column: row.column,
    partition_object: row.partition_object,
    p: row.p,
    bootstrap_sample_size: row.rows,
  }
  const found = await resultOf(bootstrapped, kwargs)
  const observed = Number(found?.result['observed_value'])
  expect(Math.abs(observed - row.share)).toBeLessThan(4 * Math.sqrt((row.share * (1 - row.share)) / 1000) + 0.0011)
  expect(found?.success).toBe(observed > row.p)
  expect(found?.result['details']).toEqual({
    bootstrap_samples: 1000,
    bootstrap_sample_size: row.rows,
    observed_partition: { bins: row.observed.bins, weights: near(row.observed.weights) },
    expected_partition: row.partition_object,
    observed_cdf: { x: row.observed.bins, cdf_values: near(row.cdf) },
    expected_cdf: { x: row.partition_object.bins, cdf_values: near(row.expected) },
  })
})

test('samples are twice the bins, the same in every run, and their values withheld', async () => {
  const kwargs = { column: 'norm', partition_object: { bins: [1, 3, 6], weights: [0.5, 0.5] }, bootstrap_samples: 50 }
  const first = await resultOf(bootstrapped, kwargs)
  expect(first?.result['details']).toMatchObject({ bootstrap_samples: 50, bootstrap_sample_size: 4 })
  const hidden = await resultOf(bootstrapped, kwargs, 'hidden')
  expect(hidden?.result['observed_value']).toBe(first?.result['observed_value'])
  expect(hidden?.result['details']).toBeUndefined()
})

test.each([
  [{ bins: [1, 2, 3], weights: [0.25, 0.25], tail_weights: [0.25, 0.25] }],
  [{ bins: [2, 1, 3], weights: [0.5, 0.5] }],
  [{ bins: [1, 2, 3], weights: [0.5, 0.4] }],
  [{ values: ['A', 'B'], weights: [0.5, 0.5] }],
])('the partition %j is refused', (partition_object) =>
  expect(() => suiteOf(bootstrapped, { column: 'norm', partition_object })).toThrow('increasing, finite bins'),
)

test('bins without end are refused', () => {
  const kwargs = '{"column": "norm", "partition_object": {"bins": [-Infinity, 0, 1], "weights": [0.5, 0.5]}}'
  const text = `{"name": "ks", "expectations": [{"type": "${bootstrapped}", "kwargs": ${kwargs}}]}`
  expect(() => parseSuite(text, 'ks.json')).toThrow('increasing, finite bins')
})

test.each([
  ['none', { success: false, result: { observed_value: null, missing_count: 61 } }],
  ['words', { success: false, exception_info: { exception_message: expect.stringContaining('numbers are needed') } }],
])('a column %s fails', async (column, expected) =>
  expect(await resultOf(parameterized, { column, distribution: 'norm', params: {} })).toMatchObject(expected),
)

function near(values: readonly number[]): unknown[] {
  return values.map((value) => expect.closeTo(value, 12))
}
