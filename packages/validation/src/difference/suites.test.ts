import { expect, test } from '@jest/globals'
import { parseSuite } from '../suite/parse.ts'
import { compareSuites, isSameSuite } from './suites.ts'

type Entry = readonly [type: string, kwargs: object, severity?: string]

const suiteOf = (...entries: readonly Entry[]) =>
  parseSuite(
    JSON.stringify({
      name: 's',
      expectations: entries.map(([type, kwargs, severity = 'critical']) => ({
        type: `expect_${type}`,
        kwargs,
        severity,
      })),
    }),
    's.json',
  ).expectations

const between = (kwargs: object, severity = 'critical'): Entry => [
  'column_values_to_be_between',
  { column: 'x', ...kwargs },
  severity,
]
const inSet = (value_set: readonly string[]): Entry => ['column_values_to_be_in_set', { column: 'c', value_set }]
const notInSet = (value_set: readonly string[]): Entry => ['column_values_to_not_be_in_set', { column: 'c', value_set }]

test.each<[string, Entry, Entry, string, readonly string[]]>([
  ['a lower minimum', between({ min_value: 1 }), between({ min_value: 0 }), 'loosened', ['min_value']],
  ['a lower maximum', between({ max_value: 9 }), between({ max_value: 5 }), 'tightened', ['max_value']],
  ['a new maximum', between({ min_value: 1 }), between({ min_value: 1, max_value: 5 }), 'tightened', ['max_value']],
  [
    'a date as new minimum',
    between({ max_value: '2026-01-01' }),
    between({ max_value: '2026-01-01', min_value: '2025-01-01' }),
    'tightened',
    ['min_value'],
  ],
  [
    'a later date as minimum',
    between({ min_value: '2025-01-01' }),
    between({ min_value: '2026-01-01' }),
    'tightened',
    ['min_value'],
  ],
  ['mostly', between({ min_value: 1 }), between({ min_value: 1, mostly: 0.9 }), 'loosened', ['mostly']],
  ['strict', between({ min_value: 1 }), between({ min_value: 1, strict_min: true }), 'tightened', ['strict_min']],
  ['a warning', between({ min_value: 1 }), between({ min_value: 1 }, 'warning'), 'loosened', ['severity']],
  [
    'looser and tighter',
    between({ min_value: 1, max_value: 5 }),
    between({ min_value: 0, max_value: 4 }),
    'changed',
    ['min_value', 'max_value'],
  ],
  ['a category more', inSet(['a']), inSet(['a', 'b']), 'loosened', ['value_set']],
  ['a category less', inSet(['a', 'b']), inSet(['b']), 'tightened', ['value_set']],
  ['another category', inSet(['a']), inSet(['b']), 'changed', ['value_set']],
  ['one more that is refused', notInSet(['a']), notInSet(['a', 'b']), 'tightened', ['value_set']],
  [
    'another pattern',
    ['column_values_to_match_regex', { column: 'c', regex: 'a' }],
    ['column_values_to_match_regex', { column: 'c', regex: 'b' }],
    'changed',
    ['regex'],
  ],
])('%s', (_, before, after, change, kwargs) => {
  const { changed, added, removed } = compareSuites(suiteOf(before), suiteOf(after))
  expect({ added, removed }).toEqual({ added: [], removed: [] })
  expect(changed).toMatchObject([{ change, kwargs }])
})

test('what came and what went', () => {
  const before = suiteOf(between({ min_value: 1 }), inSet(['a']))
  const after = suiteOf(between({ min_value: 1 }), between({ max_value: 3 }))
  expect(compareSuites(before, after)).toEqual({
    added: [{ type: 'expect_column_values_to_be_between', columns: ['x'] }],
    removed: [{ type: 'expect_column_values_to_be_in_set', columns: ['c'] }],
    changed: [],
  })
})

test('order and the form of results make no difference', () => {
  const before = suiteOf(between({ min_value: 1 }), inSet(['a', 'b']))
  const after = suiteOf(inSet(['b', 'a']), between({ min_value: 1, result_format: 'BASIC' }))
  expect(isSameSuite(compareSuites(before, after))).toBe(true)
})
