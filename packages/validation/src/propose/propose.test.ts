import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import fc from 'fast-check'
import { validate } from '../run/validate.ts'
import { parseSuite } from '../suite/parse.ts'
import { type Column, tableOf } from '../testing/table.ts'
import { proposeSuite, suiteText, type WrittenSuite } from './suite.ts'

type Columns = Readonly<Record<string, Column>>

async function proposeFor(columns: Columns): Promise<WrittenSuite> {
  const table = await tableOf(columns)
  try {
    return await proposeSuite(table, 'accepted')
  } finally {
    await table.close()
  }
}

async function failedOn(columns: Columns, suite: WrittenSuite): Promise<readonly string[]> {
  const table = await tableOf(columns)
  try {
    const { results } = await validate(table, parseSuite(suiteText(suite), 'expectations/accepted.json'))
    return results.filter(({ success }) => !success).map(({ expectation_config: { type } }) => type)
  } finally {
    await table.close()
  }
}

const random = seededRandom(7)
const draw = <T>(rows: number, value: (row: number) => T): readonly T[] =>
  Array.from({ length: rows }, (_, at) => value(at))
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const uuid = () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`
const hex = (digits: number) => draw(digits, () => Math.floor(16 * random()).toString(16)).join('')

const rows = 400
const sample = (): Columns => ({
  id: ['integer', draw(rows, (row) => row), 'id'],
  income: ['number', draw(rows, () => (random() < 0.05 ? null : Math.exp(normal())))],
  age: ['integer', draw(rows, () => 20 + Math.floor(60 * random()))],
  country: ['string', draw(rows, () => ['de', 'fr', 'pl'][Math.floor(3 * random())] ?? 'de')],
  session: ['string', draw(rows, uuid)],
  mail: ['string', draw(rows, (row) => `${hex(4)}${row}@example.org`)],
  note: ['string', draw(rows, () => 'x'.repeat(Math.floor(90 * random())))],
  seen: ['date', draw(rows, () => '2026-01-01')],
  empty: ['string', draw(rows, () => null)],
  secret: ['string', draw(rows, () => 'hidden'), 'ignore'],
  label: ['boolean', draw(rows, () => random() < 0.5), 'target'],
})

test('each kind of column gets its checks, with a reason and a severity', async () => {
  const { expectations } = await proposeFor(sample())
  const told = expectations.map(({ type, kwargs, severity }) => {
    const short = type.replace(/^expect_(column_)?/, '').replace(/_to_be|_to_/, ' ')
    return `${kwargs['column'] ?? 'table'}: ${short} (${severity})`
  })
  expect(told).toEqual([
    'table: table_columns match_set (critical)',
    'table: table_row_count _between (warning)',
    'id: values _of_type (critical)',
    'id: values not_be_null (critical)',
    'id: values _unique (critical)',
    'income: values _in_type_list (critical)',
    'income: values not_be_null (critical)',
    'income: values _between (critical)',
    'income: median _between (warning)',
    'age: values _of_type (critical)',
    'age: values not_be_null (critical)',
    'age: values _between (critical)',
    'age: median _between (warning)',
    'country: values _of_type (critical)',
    'country: values not_be_null (critical)',
    'country: values _in_set (critical)',
    'session: values _of_type (critical)',
    'session: values not_be_null (critical)',
    'session: values match_regex (critical)',
    'session: value_lengths _between (warning)',
    'session: values _unique (warning)',
    'mail: values _of_type (critical)',
    'mail: values not_be_null (critical)',
    'mail: values match_regex (critical)',
    'mail: value_lengths _between (warning)',
    'mail: values _unique (warning)',
    'note: values _of_type (critical)',
    'note: values not_be_null (critical)',
    'note: value_lengths _between (warning)',
    'seen: values _of_type (critical)',
    'seen: values not_be_null (critical)',
    'label: values _of_type (critical)',
    'label: values not_be_null (critical)',
  ])
  for (const { notes, meta } of expectations) expect(notes).toBe(meta.trainyard.why)
})

test('a fresh sample passes; another unit, lost values and new categories do not', async () => {
  const suite = await proposeFor(sample())
  const fresh = sample()
  expect(await failedOn(fresh, suite)).toEqual([])
  const changed = {
    ...fresh,
    income: ['number', draw(rows, () => 1000 * Math.exp(normal()))] as const,
    age: ['integer', draw(rows, (row) => (row % 3 === 0 ? null : 20 + (row % 60)))] as const,
    country: ['string', draw(rows, (row) => (row % 5 ? 'de' : 'ro'))] as const,
    session: ['string', draw(rows, (row) => `s${row}`)] as const,
  }
  expect(await failedOn(changed, suite)).toEqual([
    'expect_column_values_to_be_between',
    'expect_column_median_to_be_between',
    'expect_column_values_to_not_be_null',
    'expect_column_values_to_be_in_set',
    'expect_column_values_to_match_regex',
    'expect_column_value_lengths_to_be_between',
  ])
})

test('few values give a widened range, as a warning that says so', async () => {
  const { expectations } = await proposeFor({ x: ['number', [3, 1, 2, 5]] })
  expect(expectations.find(({ type }) => type === 'expect_column_values_to_be_between')).toMatchObject({
    kwargs: { column: 'x', min_value: 0, max_value: 9 },
    severity: 'warning',
    notes: '4 values are too few for a tolerance interval: the observed range and its width on each side.',
  })
})

const column = fc.oneof(
  fc
    .array(fc.option(fc.oneof(fc.double(), fc.constant(Number.NaN))), { maxLength: 30 })
    .map((values) => ['number', values] as const),
  fc.array(fc.option(fc.integer()), { maxLength: 30 }).map((values) => ['integer', values] as const),
  fc
    .array(fc.option(fc.constantFrom('a', 'b', '', "'", 'é')), { maxLength: 30 })
    .map((values) => ['string', values] as const),
  fc
    .array(fc.option(fc.string({ unit: 'binary' }).map(withoutNul)), { maxLength: 30 })
    .map((values) => ['string', values] as const),
)

test('any data passes the suite that is proposed from it', async () => {
  await fc.assert(
    fc.asyncProperty(column, column, async (a, b) => {
      const length = Math.max(a[1].length, b[1].length)
      const filled = ([type, values]: typeof a): Column => [type, draw(length, (row) => values[row] ?? null)]
      const table = { a: filled(a), 'b "; DROP': filled(b) }
      expect(await failedOn(table, await proposeFor(table))).toEqual([])
    }),
    { numRuns: 15, seed: 1 },
  )
})

function withoutNul(text: string): string {
  return text.replaceAll('\0', '').replace(/[\ud800-\udfff]/g, '')
}
