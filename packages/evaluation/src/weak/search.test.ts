import { describe, expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { type PredictionTable, textColumn } from '@trainyard/predictions'
import { candidatesOf, MOST_CANDIDATES } from './candidates.ts'
import { findWeakSlices } from './search.ts'

type Row = Readonly<Record<string, string | null>>

/** A classifier that errs with the probability given for each row; columns are drawn from the seed. */
function drawn(seed: number, rows: number, errs: (row: Row) => number): PredictionTable {
  const random = seededRandom(seed)
  const drawnRows = Array.from({ length: rows }, () => ({
    island: ['Biscoe', 'Dream', 'Torgersen'][Math.floor(random() * 3)] ?? null,
    sex: random() < 0.1 ? null : random() < 0.5 ? 'f' : 'm',
    age: String(Math.floor(18 + random() * 60)),
  }))
  const wrong = drawnRows.map((row) => random() < errs(row))
  return {
    task: 'classification',
    rows,
    ids: [],
    classes: ['no', 'yes'],
    labels: new Float64Array(rows),
    predictions: Float64Array.from(wrong, Number),
    slices: new Map(
      (['island', 'sex', 'age'] as const).map((name) => [name, textColumn(drawnRows.map((row) => row[name]))]),
    ),
  }
}

const columns = ['island', 'sex', 'age']
const find = (table: PredictionTable) => findWeakSlices({ table, columns, atLeast: 30 })
const where = (table: PredictionTable) =>
  find(table).found.map((one) => one.where.map(({ column, value }) => `${column}=${value}`))

describe('weak slices', () => {
  test('a weak value is found, and its pairs are not told beside it', () => {
    const found = where(drawn(1, 3000, ({ island }) => (island === 'Dream' ? 0.3 : 0.1)))
    expect(found).toContainEqual(['island=Dream'])
    expect(found.flat().every((condition) => !condition.startsWith('island=') || condition === 'island=Dream')).toBe(
      true,
    )
  })

  test('a weak pair is told where it is worse than its parts', () =>
    expect(where(drawn(2, 4000, ({ island, sex }) => (island === 'Dream' && sex === 'f' ? 0.5 : 0.1)))[0]).toEqual([
      'island=Dream',
      'sex=f',
    ]))

  test('quarters of numbers are slices', () => {
    const [first] = find(drawn(3, 4000, ({ age }) => (Number(age) >= 63 ? 0.4 : 0.1))).found
    expect(first?.where[0]).toMatchObject({ column: 'age', value: expect.stringMatching(/^>= 6[1-5]$/) })
    expect(first?.loss).toBeGreaterThan(0.3)
  })

  test('where nothing is weak, at most one search in twenty tells something', () => {
    const told = Array.from({ length: 200 }, (_, seed) => find(drawn(seed, 800, () => 0.2)).found.length > 0)
    expect(told.filter(Boolean).length).toBeLessThanOrEqual(16)
  })

  test('errors of numbers are compared by their ranks', () => {
    const table = drawn(5, 2000, () => 0)
    const random = seededRandom(6)
    const { names = [], numbers = [] } = table.slices?.get('island') ?? {}
    const predictions = Float64Array.from(numbers, (island) => random() * (names[island] === 'Dream' ? 2 : 1))
    const { measure, found } = find({ ...table, task: 'regression', classes: [], predictions })
    expect(measure).toBe('mean absolute error')
    expect(found[0]?.where).toEqual([{ column: 'island', value: 'Dream' }])
  })

  test('a column that names rows is left out, and said', () => {
    const table = drawn(7, 600, () => 0.1)
    const names = textColumn(Array.from({ length: 600 }, (_, at) => `row ${at}`))
    const slices = new Map([...(table.slices ?? []), ['name', names] as const])
    expect(findWeakSlices({ table: { ...table, slices }, columns: ['name', 'sex'], atLeast: 30 }).leftOut).toEqual([
      'name',
    ])
  })

  test('a column that is not there is an input error', () =>
    expect(() => findWeakSlices({ table: drawn(8, 100, () => 0), columns: ['iland'], atLeast: 30 })).toThrow(
      'Did you mean island?',
    ))
})

test('no more sets are looked at than there is room for', () => {
  const values = (distinct: number, step: number) =>
    textColumn(Array.from({ length: 4000 }, (_, at) => `v${(at * step) % distinct}`))
  const wide = new Map([1, 3, 7, 9].map((step, at) => [`c${at}`, values(40, step)]))
  expect(candidatesOf(wide, 2).length).toBeLessThanOrEqual(MOST_CANDIDATES)
})
