import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { validate } from '../run/validate.ts'
import { parseSuite } from '../suite/parse.ts'
import { type Column, type OpenTable, tableOf } from '../testing/table.ts'
import { inProcessExaminer } from '../values/inProcess.ts'

type Json = Readonly<Record<string, unknown>>

interface Answer {
  readonly type: string
  readonly kwargs: Json
  readonly success?: boolean
  readonly result?: Json
  readonly exception?: boolean
}

interface Answers {
  readonly columns: Readonly<Record<string, Column>>
  readonly cases: readonly Answer[]
}

const file = new URL('./fixtures/great_expectations.json', import.meta.url)
const { columns, cases }: Answers = JSON.parse(readFileSync(file, 'utf8'))

let table: OpenTable

beforeAll(async () => {
  table = await tableOf(columns)
})
afterAll(() => table.close())

test.each(cases.map((answer) => [answer.type, JSON.stringify(answer.kwargs), answer] as const))(
  '%s(%s) answers as Great Expectations does',
  async (type, _, { kwargs, success = false, result: expected = {}, exception = false }) => {
    const suite = parseSuite(JSON.stringify({ name: 'one', expectations: [{ type, kwargs }] }), 'suite.json')
    const { results } = await validate(table, suite, {
      resultFormat: 'COMPLETE',
      values: 'shown',
      examiner: inProcessExaminer({ trusted: true }),
    })
    const [{ result, exception_info, success: held } = missing] = results
    expect({ success: held, exception: exception_info.raised_exception }).toEqual({ success, exception })
    for (const [key, value] of Object.entries(expected)) {
      if (value !== null) expect({ [key]: rounded(result[key]) }).toEqual({ [key]: rounded(value) })
    }
  },
)

const missing: { result: Json; exception_info: { raised_exception: boolean }; success: boolean | undefined } = {
  result: {},
  exception_info: { raised_exception: true },
  success: undefined,
}

/** Numbers to twelve digits: sums are not made in the same order. Midnight of a day is the day. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Math.abs(value) < 1e-12 ? 0 : Number(value.toPrecision(12))
  if (typeof value === 'string') return value.replace(/T00:00:00$/, '')
  if (Array.isArray(value)) return value.map(rounded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]))
}
