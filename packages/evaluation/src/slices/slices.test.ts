import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { type PredictionTable, textColumn } from '@trainyard/predictions'
import { evaluate } from '../evaluate.ts'
import { candidateAnswers } from '../measure.ts'
import { parseGate, sliceColumns } from '../rules/gate.ts'
import { rowsOfSlices } from './rows.ts'
import { judgeSlices } from './slices.ts'

interface Slice {
  readonly name: string | null
  readonly rows: number
  readonly right: number
  readonly championRight?: number
}

/** Rows of two classes, slice after slice, of which the first so many are answered rightly. */
function table(slices: readonly Slice[]): PredictionTable {
  const rows = slices.flatMap(({ name, rows, right, championRight = 0 }) =>
    Array.from({ length: rows }, (_, at) => ({ name, label: at % 2, right: at < right, rival: at < championRight })),
  )
  const answers = (right: (row: (typeof rows)[number]) => boolean) =>
    Float64Array.from(rows, (row) => (right(row) ? row.label : 1 - row.label))
  const compared = slices.some(({ championRight }) => championRight !== undefined)
  return {
    task: 'classification',
    rows: rows.length,
    ids: rows.map((_, at) => String(at + 1)),
    classes: ['no', 'yes'],
    labels: Float64Array.from(rows, ({ label }) => label),
    predictions: answers(({ right }) => right),
    slices: new Map([['country', textColumn(rows.map(({ name }) => name))]]),
    ...(compared && { champion: { predictions: answers(({ rival }) => rival) } }),
  }
}

const judge = (data: PredictionTable, gate: string, sliceRows = 30) =>
  evaluate({ table: data, gates: [gate], inconclusive: 'fail', seed: 0, sliceRows }).rules[0]

/** The rule without all the metrics that a report shows beside it. */
function judgedAlone(data: PredictionTable, text: string) {
  const gate = parseGate(text)
  const slices = rowsOfSlices({ column: 'country' }, data)
  if ('message' in gate || 'message' in slices) throw new Error('the test itself is wrong')
  const sides = { candidate: candidateAnswers(data), rival: undefined }
  return judgeSlices({
    gate,
    classIndex: -1,
    slices,
    ...sides,
    seed: 0,
    family: 1,
    sliceRows: 30,
    inconclusive: 'fail',
  })
}

test.each([
  ['accuracy >= 0.8 for every country', { column: 'country' }],
  ['accuracy >= 0.8 for country = pl', { column: 'country', value: 'pl' }],
  ['recall[yes] >= champion - 0.02 for every "home country"', { column: 'home country' }],
  ["accuracy >= 0.8 for country = 'north for south'", { column: 'country', value: 'north for south' }],
])('%s', (text, slice) => {
  expect(parseGate(text)).toMatchObject({ text, slice })
  expect(sliceColumns([text, 'accuracy >= 0.5'])).toEqual([slice.column])
})

test('every value must reach the bound, and the least sure is told', () => {
  const rule = judge(
    table([
      { name: 'de', rows: 200, right: 195 },
      { name: 'pl', rows: 200, right: 120 },
    ]),
    'accuracy >= 0.8 for every country',
  )
  expect(rule).toMatchObject({ verdict: 'fail', estimate: 0.6 })
  expect(rule?.reason).toMatch(/^Least sure for country = pl \(n = 200\): /)
  expect(rule?.slices).toMatchObject([
    { value: 'de', rows: 200, estimate: 0.975, verdict: 'pass' },
    { value: 'pl', rows: 200, estimate: 0.6, verdict: 'fail' },
  ])
})

test('a rule of one value looks at its rows alone', () => {
  const data = table([
    { name: 'de', rows: 200, right: 195 },
    { name: 'pl', rows: 200, right: 120 },
  ])
  expect(judge(data, 'accuracy >= 0.8 for country = de')?.verdict).toBe('pass')
  expect(judge(data, 'accuracy >= 0.8 for country = pl')?.verdict).toBe('fail')
})

test('candidate and champion are compared within each value', () => {
  const data = table([
    { name: 'de', rows: 400, right: 390, championRight: 390 },
    { name: 'pl', rows: 400, right: 300, championRight: 380 },
  ])
  const rule = judge(data, 'accuracy >= champion - 0.05 for every country')
  expect(rule).toMatchObject({ verdict: 'fail', champion: 0.95, difference: expect.closeTo(-0.2, 12) })
})

test('values with few rows are counted and not judged; rows without a value are one of them', () => {
  const data = table([
    { name: 'de', rows: 200, right: 195 },
    { name: 'mt', rows: 3, right: 0 },
    { name: null, rows: 100, right: 100 },
  ])
  const rule = judge(data, 'accuracy >= 0.8 for every country')
  expect(rule?.verdict).toBe('pass')
  expect(rule?.slices?.map(({ value }) => value)).toEqual(['de', null])
  expect(rule?.reason).toContain('1 of 3 values have fewer than 30 rows and were not judged.')
  expect(judge(data, 'accuracy >= 0.8 for every country', 500)).toMatchObject({
    verdict: 'inconclusive',
    reason: 'Inconclusive: no value of country has 500 rows.',
  })
})

test('where the metric has no value in a slice, the rule is inconclusive', () => {
  const labels = Float64Array.from({ length: 80 }, (_, row) => (row < 40 ? 0 : row % 2))
  const country = Array.from(labels, (_, row) => (row < 40 ? 'de' : 'pl'))
  const data: PredictionTable = { ...table([{ name: 'de', rows: 80, right: 80 }]), labels, predictions: labels }
  const rule = judge(
    { ...data, slices: new Map([['country', textColumn(country)]]) },
    'recall[yes] >= 0.5 for every country',
  )
  expect(rule).toMatchObject({ verdict: 'inconclusive' })
  expect(rule?.reason).toBe('Inconclusive: recall cannot be computed for country = de (n = 40).')
})

test.each([
  ['accuracy >= 0.8 for every contry', "unknown column 'contry'", 'Did you mean country?'],
  ['accuracy >= 0.8 for country = PL', "unknown value of country 'PL'", 'There are: de, pl.'],
])('%s is refused', (gate, message, remedy) => {
  const data = table([
    { name: 'de', rows: 50, right: 50 },
    { name: 'pl', rows: 50, right: 50 },
  ])
  expect(() => judge(data, gate)).toThrow(message)
  expect(() => judge(data, gate)).toThrow(remedy)
})

test('a slice by name is the rows that its condition holds for', () => {
  const data = table([
    { name: 'de', rows: 100, right: 60 },
    { name: 'pl', rows: 100, right: 100 },
  ])
  const held = textColumn(Array.from(data.labels, (_, row) => String(row < 100)))
  const told = { ...data, slices: new Map([['slice: hour < 6', held]]) }
  const asked = { table: told, inconclusive: 'fail' as const, seed: 0, named: { night: 'hour < 6' } }
  const [rule] = evaluate({ ...asked, gates: ['accuracy >= 0.8 for slice night'] }).rules
  expect(rule).toMatchObject({ verdict: 'fail', estimate: 0.6, slices: [{ value: 'night', rows: 100 }] })
  expect(rule?.reason).toMatch(/^Least sure for slice night \(n = 100\): Even at best 0\.\d+ /)
  expect(() => evaluate({ ...asked, gates: ['accuracy >= 0.8 for slice nigth'] })).toThrow('Did you mean night?')
  expect(() => evaluate({ ...asked, table: data, gates: ['accuracy >= 0.8 for slice night'] })).toThrow(
    'no row is in the slice night',
  )
})

test('twenty slices on the bound are refuted no more often than one', () => {
  const random = seededRandom(7)
  let failed = 0
  for (let trial = 0; trial < 200; trial += 1) {
    const slices = Array.from({ length: 20 }, (_, at) => {
      const right = Array.from({ length: 100 }, () => random() < 0.9).filter(Boolean).length
      return { name: `c${at}`, rows: 100, right }
    })
    if (judgedAlone(table(slices), 'accuracy >= 0.9 for every country').verdict === 'fail') failed += 1
  }
  expect(failed / 200).toBeLessThan(0.1)
})
