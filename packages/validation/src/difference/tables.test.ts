import { expect, test } from '@jest/globals'
import type { ColumnSummary, TableSummary } from '@trainyard/evidence'
import { compareTables } from './tables.ts'

const number = (facts: Partial<ColumnSummary> = {}): ColumnSummary => ({
  name: 'x',
  type: 'number',
  missing: 0,
  mean: 5,
  min: 1,
  max: 9,
  ...facts,
})
const text = (...values: readonly string[]): ColumnSummary => ({
  name: 'c',
  type: 'string',
  missing: 0,
  categories: values.map((value) => ({ digest: `${value}000000000000000`, value, rows: 10 })),
})
const table = (...columns: readonly ColumnSummary[]): TableSummary => ({ rows: 100, columns })

test.each<[string, ColumnSummary, ColumnSummary, object]>([
  [
    'another type',
    number(),
    { ...text('a'), name: 'x' },
    { change: 'retyped', type: { before: 'number', after: 'string' } },
  ],
  ['missing values', number(), number({ missing: 5 }), { change: 'changed', missing: { before: 0, after: 0.05 } }],
  ['another mean', number(), number({ mean: 6 }), { mean: { before: 5, after: 6 } }],
  [
    'a wider range',
    number(),
    number({ min: -1, max: 12 }),
    { range: { min: 'lower', max: 'higher', before: [1, 9], after: [-1, 12] } },
  ],
  [
    'a later date',
    number({ min: '2025-01-01', max: '2025-02-01' }),
    number({ min: '2025-01-01', max: '2025-03-01' }),
    { range: { min: 'same', max: 'higher' } },
  ],
  [
    'categories',
    text('a', 'b'),
    text('b', 'd', 'e'),
    { categories: { added: 2, lost: 1, rows: 20, names: { added: ['d', 'e'], lost: ['a'] } } },
  ],
])('%s', (_, before, after, difference) => {
  expect(compareTables(table(before), table(after), 'shown')).toMatchObject([difference])
})

test('a column that came, one that went', () => {
  expect(compareTables(table(number()), table(text('a')), 'hidden')).toEqual([
    { name: 'c', change: 'added' },
    { name: 'x', change: 'removed' },
  ])
})

test.each<[string, ColumnSummary, ColumnSummary]>([
  ['the same', number(), number()],
  ['the last digits of a mean', number({ mean: 0.1 + 0.2 }), number({ mean: 0.3 })],
  ['a range that is withheld', { name: 'x', type: 'number', missing: 0 }, number({ min: -99 })],
])('no difference: %s', (_, before, after) => {
  expect(compareTables(table(before), table(after), 'shown')).toEqual([])
})

test('hidden values are in no part of it', () => {
  const before = table(number(), text('secret'))
  const after = table(number({ min: -77, max: 88 }), text('hush'))
  expect(JSON.stringify(compareTables(before, after, 'hidden'))).not.toMatch(/secret|hush|77|88/)
})
