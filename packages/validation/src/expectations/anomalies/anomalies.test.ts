import { describe, expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { type ValidateOptions, validate } from '../../run/validate.ts'
import { parseSuite } from '../../suite/parse.ts'
import { type Column, tableOf } from '../../testing/table.ts'
import { nextCount } from './history.ts'

type Columns = Readonly<Record<string, Column>>
type Kwargs = Readonly<Record<string, unknown>>

async function resultOf(columns: Columns, type: string, kwargs: Kwargs = {}, options: ValidateOptions = {}) {
  const table = await tableOf(columns)
  try {
    const suite = parseSuite(JSON.stringify({ name: 's', expectations: [{ type, kwargs }] }), 's.json')
    const { results, failing } = await validate(table, suite, options)
    const [result] = results
    return { success: result?.success, result: result?.result, exception: result?.exception_info, failing }
  } finally {
    await table.close()
  }
}

const random = seededRandom(3)
const draw = (rows: number, value: (row: number) => number): readonly number[] =>
  Array.from({ length: rows }, (_, row) => value(row))
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

describe('rows that repeat others', () => {
  const columns: Columns = {
    id: ['integer', [1, 2, 3, 4, 5], 'id'],
    x: ['number', [1, 1, null, null, 2]],
    c: ['string', ['a', 'a', 'b', 'b', 'a']],
    note: ['string', ['v', 'w', 'x', 'y', 'z'], 'ignore'],
  }
  test.each<[string, Kwargs, boolean, number]>([
    ['but for their id, also where values are missing', {}, false, 4],
    ['in columns that are named', { column_list: ['c'] }, false, 5],
    ['not with the id', { column_list: ['id', 'x', 'c'] }, true, 0],
    ['as many as are allowed', { mostly: 0.2 }, true, 4],
  ])('%s', async (_, kwargs, success, unexpected) => {
    const found = await resultOf(columns, 'expect_table_rows_to_be_unique', kwargs)
    expect(found).toMatchObject({ success, result: { element_count: 5, unexpected_count: unexpected } })
    expect(found.failing.flatMap(({ rows }) => rows)).toHaveLength(success ? 0 : unexpected)
  })
})

test.each<[string, readonly (number | null)[], boolean]>([
  ['two values', [1, 2, null], true],
  ['one value', [1, 1, 1], false],
  ['one value, and missing ones', [1, null, 1], false],
  ['no value', [null, null, null], true],
])('constant: %s', async (_, values, success) => {
  const found = await resultOf({ x: ['number', values] }, 'expect_column_to_not_be_constant', { column: 'x' })
  expect(found.success).toBe(success)
})

describe('a column that tells the target', () => {
  const rows = 300
  const labels = draw(rows, () => (random() < 0.3 ? 1 : 0)).map((label) => (label ? 'yes' : 'no'))
  const amounts = draw(rows, () => Math.exp(normal()))
  test.each<[string, Column, Column, boolean]>([
    [
      'another name for each label',
      ['string', labels.map((label) => label.toUpperCase())],
      ['string', labels, 'target'],
      false,
    ],
    [
      'a number that a cut tells apart',
      ['number', labels.map((label) => (label === 'yes' ? 1 : -1) + random())],
      ['string', labels, 'target'],
      false,
    ],
    [
      'a strong feature',
      ['number', labels.map((label) => (label === 'yes' ? 1 : -1) + 0.7 * normal())],
      ['string', labels, 'target'],
      true,
    ],
    [
      'a value of its own in each row',
      ['string', labels.map((_, row) => `r${row}`)],
      ['string', labels, 'target'],
      true,
    ],
    [
      'another unit of the target',
      ['number', amounts.map((amount) => 32 + 1.8 * amount)],
      ['number', amounts, 'target'],
      false,
    ],
    [
      'a rounded copy',
      ['integer', amounts.map((amount) => Math.round(1000 * amount))],
      ['number', amounts, 'target'],
      false,
    ],
    ['a related number', ['number', amounts.map((amount) => amount + normal())], ['number', amounts, 'target'], true],
    ['nothing', ['number', amounts.map(() => normal())], ['number', amounts, 'target'], true],
    ['no values', ['number', amounts.map(() => null)], ['number', amounts, 'target'], true],
  ])('%s', async (_, x, y, success) => {
    expect(await resultOf({ x, y }, 'expect_column_to_not_leak_target', { column: 'x' })).toMatchObject({ success })
  })
})

describe('rows and ids of the test share in the others', () => {
  const columns: Columns = { id: ['string', ['a', 'b', 'c', 'a'], 'id'], x: ['number', [1, 2, null, null]] }
  const inShares = async (type: string, kwargs: Kwargs) => {
    const table = await tableOf(columns)
    const split = {
      text: `(SELECT * REPLACE (CASE WHEN "rowNumber" > 2 THEN 'test' ELSE 'train' END AS "rowSplit") FROM data)`,
    }
    try {
      const suite = parseSuite(JSON.stringify({ name: 's', expectations: [{ type, kwargs }] }), 's.json')
      const { results } = await validate({ ...table, table: { ...table.table, ...split } }, suite)
      return results[0]
    } finally {
      await table.close()
    }
  }
  test.each<[string, Kwargs, boolean, number]>([
    ['expect_train_test_rows_to_not_overlap', {}, true, 0],
    ['expect_train_test_rows_to_not_overlap', { column_list: ['id'] }, false, 1],
    ['expect_train_test_ids_to_not_overlap', {}, false, 1],
    ['expect_train_test_ids_to_not_overlap', { column: 'x' }, true, 0],
    ['expect_train_test_ids_to_not_overlap', { mostly: 0.5 }, true, 1],
  ])('%s %j', async (type, kwargs, success, unexpected) => {
    expect(await inShares(type, kwargs)).toMatchObject({ success, result: { unexpected_count: unexpected } })
  })

  test('where there is one share, nothing overlaps', async () => {
    expect(await resultOf(columns, 'expect_train_test_rows_to_not_overlap')).toMatchObject({ success: true })
  })
})

describe('rows that stand out', () => {
  const rows = 200
  const x = draw(rows, normal)
  const linked = x.map((value) => value + 0.05 * normal())
  const far: Columns = {
    id: ['integer', draw(rows, (row) => row), 'id'],
    x: ['number', x],
    y: ['number', draw(rows, (row) => (row === 17 ? 40.25 : normal()))],
  }
  const method = { method: 'isolation' }

  test.each<[string, Kwargs]>([
    ['robust-z', {}],
    ['isolation', method],
  ])('%s: one value far out, and its column', async (_, kwargs) => {
    const found = await resultOf(far, 'expect_table_rows_to_not_be_outliers', kwargs)
    expect(found).toMatchObject({ success: false, result: { unexpected_count: 1, details: { columns: { y: 1 } } } })
    expect(found.failing[0]?.rows).toMatchObject([{ rowNumber: 18 }])
    expect(JSON.stringify(found)).not.toMatch(/40\.25/)
  })

  test('isolation: the same seed, the same result', async () => {
    const kwargs = { ...method, threshold: 0.6 }
    const [first, again] = [
      await resultOf(far, 'expect_table_rows_to_not_be_outliers', kwargs),
      await resultOf(far, 'expect_table_rows_to_not_be_outliers', kwargs),
    ]
    expect(again).toEqual(first)
  })

  test('isolation: more rows than a sample holds', async () => {
    const many: Columns = { x: ['number', draw(30_000, (row) => (row === 29_999 ? -50 : random()))] }
    const found = await resultOf(many, 'expect_table_rows_to_not_be_outliers', { ...method, threshold: 0.7 })
    expect(found.failing[0]?.rows.map(({ rowNumber }) => rowNumber)).toContain(30_000)
  }, 30_000)

  test.each<[string, Columns]>([
    ['normal numbers', { x: ['number', x], y: ['number', linked] }],
    ['equal numbers', { x: ['number', draw(20, () => 4)] }],
    ['missing ones', { x: ['number', [1, 2, null, 3, Number.NaN]] }],
  ])('nothing stands out among %s', async (_, columns) => {
    for (const kwargs of [{}, method])
      expect(await resultOf(columns, 'expect_table_rows_to_not_be_outliers', kwargs)).toMatchObject({ success: true })
  })

  test('more than half of the values equal: the mean deviation takes over', async () => {
    const values = draw(100, (row) => (row === 3 ? 1000 : row < 30 ? normal() : 0))
    const found = await resultOf({ x: ['number', values] }, 'expect_table_rows_to_not_be_outliers')
    expect(found).toMatchObject({ success: false, result: { unexpected_count: 1 } })
  })
})

describe('freshness', () => {
  const now = new Date('2026-03-10T12:00:00Z')
  const at: Columns = { seen: ['timestamp', ['2026-03-01 00:00:00', '2026-03-10 06:00:00', null], 'time'] }
  const days: Columns = { day: ['date', ['2026-03-09', '2026-03-01'], 'time'] }
  test.each<[Columns, string, Date, boolean]>([
    [at, '6h', now, true],
    [at, '359m', now, false],
    [at, '1d', new Date('2026-03-10T05:00:00Z'), false],
    [days, '12h', now, true],
    [days, '11h', now, false],
    [{ seen: ['timestamp', [null], 'time'] }, '7d', now, false],
  ])('%j within %s', async (columns, max_age, clock, success) => {
    expect(await resultOf(columns, 'expect_table_to_be_fresh', { max_age }, { now: clock })).toMatchObject({ success })
  })

  test('a duration that is none is refused with what would be one', async () => {
    await expect(resultOf(at, 'expect_table_to_be_fresh', { max_age: '7 moons' })).rejects.toThrow(
      /max_age.*'moons' is not a unit/,
    )
  })

  test('without a time column, or a clock, it cannot be told', async () => {
    const kwargs = { max_age: '7d' }
    const missing = await resultOf({ x: ['number', [1]] }, 'expect_table_to_be_fresh', kwargs, { now })
    expect(missing.exception?.exception_message).toMatch(/no column is the time/)
    expect((await resultOf(at, 'expect_table_to_be_fresh', kwargs)).exception?.exception_message).toMatch(/no clock/)
  })
})

describe('rows of earlier runs', () => {
  const type = 'expect_table_row_count_to_be_near_history'
  const hundred: Columns = { x: ['number', draw(100, (row) => row)] }
  test.each<[readonly number[], boolean]>([
    [[], true],
    [[7, 9], true],
    [[98, 103, 101, 99], true],
    [[1000, 1010, 990, 1005], false],
    [[10, 11, 9, 10], false],
    [[100, 100, 100, 100], true],
    [[20, 500, 90, 260], true],
  ])('%j', async (history, success) => {
    expect(await resultOf(hundred, type, {}, { history })).toMatchObject({ success, result: { observed_value: 100 } })
  })

  test('equal numbers scatter by counting', () => {
    // 1000 ± t(0.995, 9) · √(1000 · 1.1)
    const { low, high } = nextCount(
      Array.from({ length: 10 }, () => 1000),
      0.01,
    )
    expect([low, high]).toEqual([898, 1113])
  })
})
