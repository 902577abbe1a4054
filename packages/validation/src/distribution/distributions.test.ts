import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SqlScalar } from '@trainyard/dataset'
import type { ColumnDistribution, DistributionBin } from '@trainyard/evidence'
import fc from 'fast-check'
import { validate } from '../run/validate.ts'
import { parseSuite } from '../suite/parse.ts'
import { type OpenTable, tableOf } from '../testing/table.ts'
import { type DistributionOptions, distributions } from './distributions.ts'
import { type Quartiles, rangeOf } from './range.ts'

let table: OpenTable
const n = [...Array.from({ length: 40 }, (_, at) => at % 20), 1000, null]

beforeAll(async () => {
  table = await tableOf({
    id: ['string', n.map((_, at) => `row ${at}`), 'id'],
    n: ['integer', n],
    x: ['number', n.map((value) => (value === null ? null : value === 1000 ? Number.POSITIVE_INFINITY : value / 7))],
    s: ['string', n.map((_, at) => (at === 7 ? 'se\u0301cret' : at % 3 === 0 ? 'red' : 'green'))],
    b: ['boolean', n.map((_, at) => at % 2 === 0)],
    day: ['date', n.map((_, at): SqlScalar => (at === 3 ? null : `2024-${at < 20 ? '01' : '02'}-11`))],
    at: ['time', n.map((_, at) => `${String(at % 24).padStart(2, '0')}:30:00`)],
    never: ['string', n.map(() => null)],
    "r0'; DROP TABLE data; --": ['integer', n.map(() => 3)],
    secret: ['string', n.map(() => 'x'), 'ignore'],
  })
})
afterAll(() => table.close())

const checks: readonly (readonly [string, object])[] = [
  ['expect_column_values_to_be_between', { column: 'n', max_value: 18 }],
  ['expect_column_values_to_not_be_null', { column: 'n' }],
  ['expect_column_values_to_be_in_set', { column: 's', value_set: ['green'] }],
  ['expect_column_values_to_be_unique', { column: "r0'; DROP TABLE data; --" }],
]

async function drawn(options: DistributionOptions = {}) {
  const expectations = checks.map(([type, kwargs]) => ({ type, kwargs }))
  const { failing } = await validate(table, parseSuite(JSON.stringify({ expectations }), 'suite.json'))
  return distributions(table, { failing, columns: table.columns }, options)
}

const of = (columns: readonly ColumnDistribution[], name: string) => {
  const found = columns.find(({ column }) => column === name)
  if (!found) throw new Error(`${name} is not drawn`)
  return found
}
const total = (bins: readonly DistributionBin[], key: 'rows' | 'failing') =>
  bins.reduce((sum, bin) => sum + bin[key], 0)

test('an outlier has a bin of its own, and the failing rows are counted in their bins', async () => {
  const { columns, rows } = await drawn()
  const { bins, ...rest } = of(columns, 'n')
  expect(rows).toBe(42)
  expect(rest).toEqual({ column: 'n', type: 'integer', missing: 1, failing: 4 })
  expect(bins[0]).toEqual({ from: 0, to: 5, rows: 10, failing: 0 })
  expect(bins[3]).toEqual({ from: 15, to: 20, rows: 10, failing: 2 })
  expect(bins.at(-1)).toEqual({ from: 50, rows: 1, failing: 1 })
  expect(total(bins, 'failing')).toBe(3)
})

test('every value is in some bin, an infinite one too', async () => {
  const { columns } = await drawn()
  for (const name of ['n', 'x', 's', 'b', 'day', 'at']) {
    const { bins, missing } = of(columns, name)
    expect(total(bins, 'rows')).toBe(42 - missing)
  }
  expect(of(columns, 'x').bins.at(-1)).toMatchObject({ rows: 1 })
})

test('categories are named only where values are shown; accents and case tell them apart', async () => {
  const hidden = of((await drawn()).columns, 's')
  expect(hidden.bins).toEqual([
    { rows: 27, failing: 0 },
    { rows: 14, failing: 14 },
    { rows: 1, failing: 1 },
  ])
  expect(JSON.stringify(await drawn())).not.toMatch(/red|cret/)
  const shown = of((await drawn({ values: 'shown' })).columns, 's')
  expect(shown.bins.map(({ value }) => value)).toEqual(['green', 'red', 'se\u0301cret'])
})

test('dates and times have edges on usual spans, in seconds', async () => {
  const { columns } = await drawn()
  const { bins } = of(columns, 'day')
  expect(new Set(bins.slice(0, -1).map(({ from = 0, to = 0 }) => to - from))).toEqual(new Set([2 * 86_400]))
  expect(of(columns, 'at').bins[0]).toMatchObject({ from: 0, to: 7200, rows: 4 })
})

test('a column without a repeated value or without any has no picture; an ignored one is not looked at', async () => {
  const { columns } = await drawn()
  expect(of(columns, 'id')).toMatchObject({ bins: [], failing: 0 })
  expect(of(columns, 'never')).toMatchObject({ bins: [], missing: 42 })
  expect(columns.map(({ column }) => column)).not.toContain('secret')
})

test('the columns with failing rows come first; for the rest there may be no room', async () => {
  const { columns, left } = await drawn({ mostColumns: 4 })
  expect(columns.map(({ column }) => column)).toEqual(['n', 's', "r0'; DROP TABLE data; --", 'id'])
  expect(left).toBe(5)
})

test('of a large table some rows are looked at, always the same; all failing ones are counted', async () => {
  const some = await drawn({ mostRows: 32 })
  expect(some.rows).toBe(32)
  expect(total(of(some.columns, 'b').bins, 'rows')).toBe(32)
  expect(total(of(some.columns, 's').bins, 'failing')).toBe(15)
  expect(await drawn({ mostRows: 32 })).toEqual(some)
})

test('a table without rows has no distributions', async () => {
  const empty = await tableOf({ n: ['integer', []] })
  expect(await distributions(empty, { failing: [], columns: [] })).toEqual({ rows: 0, columns: [], left: 0 })
  await empty.close()
})

describe('bins', () => {
  test.each<[Parameters<typeof rangeOf>[0], Quartiles, object | undefined]>([
    ['integer', [0, 5, 15, 19], { first: 0, step: 1, count: 20 }],
    ['integer', [0, 5, 15, 1_000_000], { first: 0, step: 5, count: 10 }],
    ['number', [0, 0.25, 0.75, 1], { first: 0, step: 0.05, count: 21 }],
    ['number', [7, 7, 7, 7], { first: 7, step: 1, count: 1 }],
    ['number', [0, 0, 0, 100], { first: 0, step: 5, count: 21 }],
    ['timestamp', [0, 250_000, 750_000, 1_000_000], { first: 0, step: 86_400, count: 12 }],
    ['number', [-1e308, -1e308, 1e308, 1e308], undefined],
  ])('of %s between %j', (type, quartiles, range) => {
    const found = rangeOf(type, quartiles)
    if (range === undefined) expect(found).toBeUndefined()
    else expect(found).toMatchObject(range)
  })

  test('hold the middle half of the values, whatever they are, and are never many', () => {
    const ordered = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(ordered, fc.constantFrom('number', 'integer', 'timestamp' as const), (values, type) => {
        const [a = 0, b = 0, c = 0, d = 0] = [...values].sort((one, two) => one - two)
        const found = rangeOf(type as 'number', [a, b, c, d])
        if (found === undefined) return
        const { first, step, count } = found
        expect(count).toBeLessThanOrEqual(60)
        const bin = (value: number) => Math.floor(value / step) - first
        expect(bin(b)).toBeGreaterThanOrEqual(0)
        expect(bin(c)).toBeLessThan(count)
      }),
    )
  })
})
