import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { validate } from '../run/validate.ts'
import { parseSuite } from '../suite/parse.ts'
import { type Column, type OpenTable, tableOf } from '../testing/table.ts'

type Kwargs = Readonly<Record<string, unknown>>

/** One configuration of each expectation that holds and one that does not, as Great Expectations' own tests have them. */
interface BothWays {
  readonly table: Readonly<Record<string, Column>>
  readonly cases: readonly (readonly [type: string, holds: Kwargs, fails: Kwargs])[]
}

const file = new URL('../../../../test/fixtures/great-expectations/both-ways.json', import.meta.url)
const { table: columns, cases }: BothWays = JSON.parse(readFileSync(file, 'utf8'))
let table: OpenTable
let other: OpenTable

beforeAll(async () => {
  table = await tableOf(columns)
  other = await tableOf({ extra_key: ['integer', [1, 2, 3, 4, 5, 6, 7]] })
})
afterAll(async () => {
  await table.close()
  await other.close()
})

test.each(cases)('%s holds, and does not', async (type, holds, fails) => {
  const expectations = [holds, fails].map((kwargs) => ({ type, kwargs }))
  const suite = await parseSuite(JSON.stringify({ name: 'both ways', expectations }), 'suite.json')
  const { results } = await validate(table, suite, { tables: { same: table, other } })
  expect(results.map(({ exception_info: { exception_message } }) => exception_message)).toEqual([null, null])
  expect(results.map(({ success }) => success)).toEqual([true, false])
})
