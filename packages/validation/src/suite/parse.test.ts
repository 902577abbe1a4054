import { describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { expectations } from '../expectations/index.ts'
import { parseSuite } from './parse.ts'

const notNull = { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'a' } }
const suite = (...entries: readonly unknown[]) => JSON.stringify({ name: 's', expectations: entries }, null, 1)
const between = (kwargs: object) =>
  suite({ type: 'expect_column_values_to_be_between', kwargs: { column: 'a', ...kwargs } })

test('suites of Great Expectations 0.x and 1.x read alike', () => {
  const old = {
    data_asset_type: null,
    expectation_suite_name: 's',
    expectations: [{ expectation_type: notNull.type, kwargs: { column: 'a', batch_id: 'x' }, meta: {} }],
    meta: { great_expectations_version: '0.18.12' },
  }
  expect(parseSuite(JSON.stringify(old), 'a.json')).toMatchObject({ name: 's', expectations: [{ type: notNull.type }] })
  const severe = parseSuite(suite({ ...notNull, id: null, severity: 'warning', meta: { by: 'us' } }), 'a.json')
  expect(severe.expectations).toMatchObject([{ severity: 'warning', meta: { by: 'us' } }])
  expect(parseSuite(suite(notNull), 'a.json').expectations).toMatchObject([{ severity: 'critical' }])
})

test('every expectation is in the list once', () => {
  const types = expectations.map(({ type }) => type)
  expect(new Set(types).size).toBe(types.length)
  expect(types.length).toBeGreaterThanOrEqual(30)
})

describe('hostile suites end in one clear error', () => {
  test.each<[string, string, RegExp]>([
    ['nothing', '', /a\.json:1:1 {2}this is not JSON/],
    ['broken', '{"name": "s",\n "expectations": [}', /a\.json:2:\d+ {2}this is not JSON/],
    ['cut off', '{"name": "s", "expectations": [', /a\.json:1:\d+ {2}this is not JSON/],
    ['a list', '[]', /a suite has a list of expectations/],
    ['null', 'null', /a suite has a list of expectations/],
    ['no expectations', '{"name": "s"}', /a suite has a list of expectations/],
    ['empty', '{"name": "s", "expectations": []}', /the suite has no expectations/],
    ['an expectation that is none', suite(3), /a\.json:4:3 {2}expectations\[0\]: an expectation is an object/],
    ['no type', suite({ kwargs: {} }), /an expectation names its type/],
    [
      'unknown type',
      suite({ type: 'expect_column_values_not_be_null', kwargs: {} }),
      /a\.json:5:12 {2}expectations\[0\]\.type: unknown expectation 'expect_column_values_not_be_null'; did you mean expect_column_values_to_not_be_null\?/,
    ],
    [
      'unknown argument',
      suite({ ...notNull, kwargs: { column: 'a', mostley: 1 } }),
      /kwargs\.mostley: unknown argument 'mostley'; did you mean mostly\?/,
    ],
    ['prototype', suite({ type: '__proto__', kwargs: {} }), /unknown expectation '__proto__'/],
    ['kwargs a list', suite({ ...notNull, kwargs: [] }), /kwargs must be an object/],
    ['missing argument', suite({ ...notNull, kwargs: {} }), /kwargs\.column: must be given: a string/],
    ['column a number', suite({ ...notNull, kwargs: { column: 1 } }), /must be a string, not 1/],
    [
      'mostly above 1',
      suite({ ...notNull, kwargs: { column: 'a', mostly: 1.1 } }),
      /must be a share between 0 and 1, not 1\.1/,
    ],
    ['mostly below 0', suite({ ...notNull, kwargs: { column: 'a', mostly: -0.1 } }), /must be a share between 0 and 1/],
    [
      'mostly text',
      suite({ ...notNull, kwargs: { column: 'a', mostly: '0.5' } }),
      /must be a share between 0 and 1, not "0\.5"/,
    ],
    [
      'severity',
      suite({ ...notNull, severity: 'fatal' }),
      /severity: must be one of critical, warning, info, not "fatal"/,
    ],
    ['no bound', between({}), /give min_value or max_value/],
    ['null bounds', between({ min_value: null, max_value: null }), /give min_value or max_value/],
    ['min above max', between({ min_value: 2, max_value: 1 }), /min_value 2 is greater than max_value 1/],
    ['mixed bounds', between({ min_value: 'a', max_value: 1 }), /must both be numbers or both be strings/],
    ['a list as bound', between({ min_value: [1] }), /must be a finite number or a string, not \[1\]/],
    ['an endless bound', between({ min_value: 1 }).replace('1\n', '1e999\n'), /must be a finite number or a string/],
    ['NaN', between({ min_value: 1 }).replace('1\n', 'NaN\n'), /not JSON: .*\n.*JSON has no NaN/s],
    [
      'an unknown parameter',
      between({ min_value: { $PARAMETER: 'row_cuont * 2' } }).replace('{', '{"suite_parameters": {"row_count": 5},'),
      /a\.json:\d+:\d+ {2}expectations\[0\]\.kwargs\.min_value: character 1: there is no suite parameter 'row_cuont'; did you mean row_count\?/,
    ],
    [
      'a parameter of the wrong type',
      between({ min_value: { $PARAMETER: 'low' } }).replace('{', '{"suite_parameters": {"low": [1]},'),
      /kwargs\.min_value: must be a finite number or a string, not \[1\]/,
    ],
    [
      'parameters that are none',
      between({ min_value: 1 }).replace('{', '{"suite_parameters": 3,'),
      /suite_parameters: must be an object of names and values/,
    ],
    [
      'a row condition in no language',
      between({ min_value: 1, row_condition: 'b > 1' }),
      /kwargs\.condition_parser: a row_condition says its language: one of pandas, spark/,
    ],
    [
      'a row condition that cannot be said',
      between({ min_value: 1, row_condition: 'b > @limit', condition_parser: 'pandas' }),
      /a\.json:\d+:\d+ {2}expectations\[0\]\.kwargs\.row_condition: character 5: @ names a Python variable/,
    ],
    ['a key twice', '{"name": "s", "name": "t", "expectations": [{}]}', /a\.json:1:\d+ {2}.*unique/],
    [
      'result_format',
      suite({ ...notNull, kwargs: { column: 'a', result_format: 'ALL' } }),
      /must be one of BOOLEAN_ONLY/,
    ],
    [
      'result_format key',
      suite({ ...notNull, kwargs: { column: 'a', result_format: { partial: 1 } } }),
      /has no key 'partial'/,
    ],
    [
      'unknown type name',
      suite({ type: 'expect_column_values_to_be_of_type', kwargs: { column: 'a', type_: 'flot64' } }),
      /unknown type 'flot64'; did you mean float64\?/,
    ],
    [
      'one column of several',
      suite({ type: 'expect_compound_columns_to_be_unique', kwargs: { column_list: ['a'] } }),
      /must name at least two columns/,
    ],
    ['deep', `{"expectations": ${'['.repeat(5000)}${']'.repeat(5000)}}`, /nested deeper than 200 levels/],
  ])('%s', (_, text, message) => {
    const read = () => parseSuite(text, 'a.json')
    expect(read).toThrow(InputError)
    expect(read).toThrow(message)
  })
})

test('the caller beats the value beside the name, which beats the suite', () => {
  const entry = { $PARAMETER: 'low', '$PARAMETER.low': 2 }
  const text = (min_value: object) =>
    between({ min_value }).replace('{', '{"evaluation_parameters": {"low": 1, "high": 9},')
  const bound = (min_value: object, parameters = {}) =>
    parseSuite(text(min_value), 'a.json', { parameters }).expectations[0]?.kwargs['min_value']
  expect(bound({ $PARAMETER: 'low' })).toBe(1)
  expect(bound(entry)).toBe(2)
  expect(bound(entry, { low: 3 })).toBe(3)
  expect(bound({ $PARAMETER: 'high - low / 2' }, { low: 3 })).toBe(7.5)
})

test('all problems are told at once', () => {
  const text = suite({ type: 'expect_nothing', kwargs: {} }, { ...notNull, kwargs: { columns: 'a', mostly: 7 } })
  expect.assertions(1)
  try {
    parseSuite(text, 'a.json')
  } catch (error) {
    expect((error as InputError).problems.map(({ at }) => at?.key)).toEqual([
      'expectations[0].type',
      'expectations[1].kwargs.columns',
      'expectations[1].kwargs.column',
      'expectations[1].kwargs.mostly',
    ])
  }
})

test('a suite remembers the parameters that were used: what is given beats its own', () => {
  const text = JSON.stringify({ ...JSON.parse(between({ min_value: 1 })), suite_parameters: { low: 1, high: 9 } })
  expect(parseSuite(text, 'suite.json', { parameters: { low: 2 } }).parameters).toEqual({ low: 2, high: 9 })
})
