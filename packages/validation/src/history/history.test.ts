import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { validate } from '../run/validate.ts'
import { parseSuite } from '../suite/parse.ts'
import { type OpenTable, tableOf } from '../testing/table.ts'
import { type EarlierRun, earlierRun, formatRuns, parseRuns } from './runs.ts'

const now = new Date('2026-01-02T03:04:05Z')
let table: OpenTable

beforeAll(async () => {
  table = await tableOf({ n: ['integer', [10, 12, 14]] })
})
afterAll(() => table.close())

const offset = { positive: 0.5, negative: 0.25 }
const window = { constraint_fn: 'mean', parameter_name: 'bound', range: 3, offset }
const mean = (kwargs: object, name = 'mean') =>
  JSON.stringify({
    name: 's',
    expectations: [{ type: `expect_column_${name}_to_be_between`, kwargs: { column: 'n', ...kwargs } }],
  })
const bounded = (argument: string, more: object = {}) =>
  mean({ [argument]: { $PARAMETER: 'bound' }, windows: [{ ...window, ...more }] })

/** Runs in which the expectations of a suite observed these values, one a run. */
function runsOf(text: string, values: readonly number[]): readonly EarlierRun[] {
  const [planned] = parseSuite(text, 'suite.json').expectations
  return values.map((value) => ({
    createdAt: now.toISOString(),
    rows: 3,
    observed: planned?.identity === undefined ? {} : { [planned.identity]: value },
  }))
}

describe('a bound comes from the latest runs', () => {
  test.each<[string, string, object, readonly number[], number | null]>([
    ['the mean, less its offset', 'min_value', {}, [100, 4, 8, 12], 6],
    ['the mean, and its offset', 'max_value', {}, [4, 8, 12], 12],
    ['of a negative value', 'min_value', {}, [-8], -10],
    ['the smallest', 'min_value', { constraint_fn: 'min' }, [4, 8, 12], 3],
    ['the largest', 'max_value', { constraint_fn: 'max' }, [4, 8, 12], 18],
    ['the median', 'max_value', { constraint_fn: 'median', range: 4 }, [4, 8, 12, 20], 15],
    ['the standard deviation', 'max_value', { constraint_fn: 'std' }, [4, 8, 12], 6],
    ['no deviation of one', 'max_value', { constraint_fn: 'std' }, [4], null],
    ['what there is', 'max_value', { range: 10 }, [4, 8], 9],
    ['nothing yet', 'max_value', {}, [], null],
  ])('%s', (_, argument, more, values, bound) => {
    const text = bounded(argument, more)
    const suite = parseSuite(text, 'suite.json', { runs: runsOf(text, values) })
    expect(suite.expectations[0]?.kwargs[argument]).toBe(bound)
  })
})

test.each<[string, object, RegExp]>([
  [
    'too few runs, and strict',
    { strict: true },
    /suite\.json:1:\d+ .*kwargs\.windows: needs 3 earlier runs, and there are 0/,
  ],
  ['an unknown function', { constraint_fn: 'meen' }, /unknown constraint_fn "meen"; did you mean mean\?/],
  ['no range', { range: 0 }, /\[0\]: range must be a whole number of runs/],
  ['no offset', { offset: 1 }, /\[0\]: offset must be/],
])('%s is refused', (_, more, message) => {
  const read = () => parseSuite(bounded('max_value', more), 'suite.json')
  expect(read).toThrow(InputError)
  expect(read).toThrow(message)
})

test('what a run observes is kept, and the next is judged by it', async () => {
  const text = bounded('max_value', { offset: { positive: 0, negative: 0 } })
  const first = parseSuite(text, 'suite.json')
  const run = earlierRun(first, await validate(table, first), now)
  expect(run).toMatchObject({ createdAt: '2026-01-02T03:04:05.000Z', rows: 3 })
  const runs = parseRuns(formatRuns([run]), 'history.jsonl')
  expect(runs).toEqual([run])
  const [planned] = parseSuite(text, 'suite.json', { runs }).expectations
  expect(planned?.kwargs['max_value']).toBe(12)
  const other = parseSuite(bounded('min_value'), 'suite.json', { runs })
  expect(other.expectations[0]?.kwargs['min_value']).toBe(null)
})

test('lines that are no run are named', () => {
  const good = formatRuns([{ createdAt: 'x', rows: 1, observed: {} }])
  expect(() => parseRuns(`${good}{"rows": 1}\n\nno\n`, 'h.jsonl')).toThrow(/h\.jsonl:2 .*no run.*\n.*\n.*h\.jsonl:4/)
})
