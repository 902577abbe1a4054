import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Engine, join, literal, openEngine, sql } from '@trainyard/dataset'
import fc from 'fast-check'
import { quietServices } from '../../../../../test/support/services.ts'
import type { Table } from '../../kinds/table.ts'
import { validate } from '../../run/validate.ts'
import { parseSuite } from '../../suite/parse.ts'
import { tableOf } from '../../testing/table.ts'
import { medianBetween } from './median.ts'

let engine: Engine

beforeAll(async () => {
  engine = await openEngine(quietServices)
})
afterAll(() => engine.close())

const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true }),
  fc.constantFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
)

test('what is found between any two values is the median, and nothing else is found', () =>
  fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 12 }), value, value, async (values, from, to) => {
      const rows = sql`(VALUES (NULL::DOUBLE), ${join(values.map((one) => sql`(${literal(one)}::DOUBLE)`))}) AS rows(value)`
      const asked = medianBetween(rows, { from, to, present: values.length })
      if (!('from' in asked)) throw new Error('it is measured over a relation of its own')
      const [found] = await engine.all<Found>(sql`SELECT ${asked.measure} AS found FROM ${asked.from}`)
      const [wanted] = await engine.all<Found>(sql`SELECT median(value) AS found FROM ${rows}`)
      const sorted = values.toSorted((a, b) => a - b)
      const middle = [sorted[(values.length - 1) >> 1], sorted[values.length >> 1]]
      const isWithin = middle.every((one) => one !== undefined && from <= one && one <= to)
      expect(found?.found ?? null).toEqual(isWithin ? wanted?.found : null)
    }),
    { numRuns: 200 },
  ))

interface Found {
  readonly found: number | null
}

/** A table that takes itself for a large one: rows are counted when they are asked. */
async function large(values: readonly number[], looked: readonly number[]) {
  const table = await tableOf({ x: ['number', values] })
  const some = () => ({ rows: sql`(VALUES ${join(looked.map((one) => sql`(${one}::DOUBLE)`))}) AS rows(x)`, count: 1 })
  return { ...table, rows: 1_000_000, uncounted: ['x'], some } satisfies Table
}

test.each([
  ['some rows are like all others', [1, 2, 3, 4, 10], 3],
  ['they are not: then it is computed from all', [100, 101], 3],
])('%s', async (_, looked, median) => {
  const table = await large([1, 2, 3, 4, 10, Number.NaN], looked)
  const queries: string[] = []
  const all: Engine['all'] = (query) => {
    queries.push(query.text)
    return table.engine.all(query)
  }
  const suite = {
    expectations: [{ type: 'expect_column_median_to_be_between', kwargs: { column: 'x', max_value: 3 } }],
  }
  const { results } = await validate(
    { ...table, engine: { ...table.engine, all } },
    parseSuite(JSON.stringify(suite), 's.json'),
    { values: 'shown' },
  )
  await table.close()
  expect(results[0]).toMatchObject({
    success: true,
    result: { observed_value: median, element_count: 6, missing_count: 1 },
  })
  expect(queries.filter((query) => query.includes('median("x"') || query.includes('median(CAST')).length).toBe(
    looked.length === 2 ? 1 : 0,
  )
})
