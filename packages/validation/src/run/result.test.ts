import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parseSuite } from '../suite/parse.ts'
import { type OpenTable, tableOf } from '../testing/table.ts'
import { validate } from './validate.ts'

type Json = Readonly<Record<string, unknown>>

interface Fixture {
  readonly columns: Readonly<Record<string, readonly (string | number | null)[]>>
  readonly cases: readonly {
    readonly type: string
    readonly kwargs: Json
    readonly result_format: string | Json
    readonly success: boolean
    readonly result: Json
  }[]
}

const { columns, cases }: Fixture = JSON.parse(
  readFileSync(new URL('./fixtures/results.json', import.meta.url), 'utf8'),
)
let table: OpenTable

beforeAll(async () => {
  const [id = [], n = [], x = [], s = []] = ['id', 'n', 'x', 's'].map((name) => columns[name])
  table = await tableOf({ id: ['string', id], n: ['integer', n], x: ['number', x], s: ['string', s] })
})
afterAll(() => table.close())

/** Of this one expectation Great Expectations does not repeat which columns name a row. */
function repeated(type: string, result: Json): Json {
  if (type !== 'expect_column_values_to_be_null') return result
  const { unexpected_index_column_names: _, ...rest } = result
  return rest
}

/** pandas counts each missing value by itself, because NaN is not equal to NaN. */
function joined(result: Json): Json {
  const counts = result['partial_unexpected_counts']
  if (!Array.isArray(counts) || !counts.some(({ value }) => value === null)) return result
  const missing = counts.filter(({ value }) => value === null).length
  const rest = counts.filter(({ value }) => value !== null)
  return { ...result, partial_unexpected_counts: [{ value: null, count: missing }, ...rest] }
}

const named = cases.map(
  (one) => [one.type, JSON.stringify(one.kwargs), JSON.stringify(one.result_format), one] as const,
)

test.each(named)('%s %s in %s reads as in Great Expectations', async (type, _kwargs, _format, published) => {
  const kwargs = { ...published.kwargs, result_format: published.result_format }
  const suite = parseSuite(JSON.stringify({ name: 's', expectations: [{ type, kwargs }] }), 'suite.json')
  const [result] = (await validate(table, suite, { values: 'shown' })).results
  expect(result?.success).toBe(published.success)
  // Results of aggregates also tell of missing values, as Great Expectations' published cases expect.
  const { element_count, missing_count, missing_percent, ...rest } = repeated(type, result?.result ?? {})
  const aggregate = !('unexpected_count' in rest) && !('element_count' in published.result)
  expect(aggregate ? rest : repeated(type, result?.result ?? {})).toEqual(joined(repeated(type, published.result)))
})
