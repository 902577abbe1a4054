import { expect, test } from '@jest/globals'
import { sql } from '@trainyard/dataset'
import fc from 'fast-check'
import { parseSuite } from '../suite/parse.ts'
import { tableOf } from '../testing/table.ts'
import { shares } from './listed.ts'
import { validate } from './validate.ts'

test('nobody is given more than is wanted, nor less than an equal share while that is wanted', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { maxLength: 20 }), fc.nat(5000), (wants, things) => {
      const given = shares(wants, things)
      const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
      expect(sum(given)).toBeLessThanOrEqual(things)
      if (sum(wants) <= things) expect(given).toEqual(wants)
      for (const [index, want] of wants.entries()) {
        expect(given[index]).toBeLessThanOrEqual(want)
        expect(given[index]).toBeGreaterThanOrEqual(Math.min(want, Math.floor(things / wants.length)))
      }
    }),
  )
})

/** Results of two checks on the numbers 1, 2, …: the first fails on every row, the second on the last 1,500. */
async function complete(rows: number, values: 'hidden' | 'shown') {
  const table = await tableOf({ n: ['integer', []] })
  await table.engine.run(sql`INSERT INTO data SELECT range, range, 0, range, 'test' FROM range(1, ${rows + 1})`)
  const bounds = [0, rows - 1500]
  const expectations = bounds.map((max_value) => ({
    type: 'expect_column_values_to_be_between',
    kwargs: { column: 'n', max_value, result_format: 'COMPLETE' },
  }))
  const suite = parseSuite(JSON.stringify({ name: 'test', expectations }), 'suite.json')
  const { results, failing } = await validate({ ...table, rows }, suite, { values })
  await table.close()
  return { results: results.map(({ result }) => result), failing }
}

const lengths = (result: Readonly<Record<string, unknown>> = {}) =>
  ['unexpected_list', 'unexpected_index_list', 'unexpected_listed_count'].map((key) => {
    const value = result[key]
    return Array.isArray(value) ? value.length : value
  })

test('a complete result lists every row, and the failing rows that are told stay few', async () => {
  const { results, failing } = await complete(4000, 'shown')
  expect(results.map(lengths)).toEqual([
    [4000, 4000, undefined],
    [1500, 1500, undefined],
  ])
  expect(failing.map(({ rows }) => rows.length)).toEqual([1000, 1000])
})

test('where there is no room for all, the longest is cut and says so; hidden values stay hidden', async () => {
  const { results } = await complete(200_000, 'hidden')
  expect(results.map(lengths)).toEqual([
    [undefined, 198_500, 198_500],
    [undefined, 1500, undefined],
  ])
})
