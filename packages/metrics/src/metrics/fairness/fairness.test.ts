import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { findMetric } from '../../find.ts'
import fixtures from '../../fixtures/fairness.json' with { type: 'json' }
import { measure, measureDifference, metricValue, obstacleTo } from '../../measure.ts'
import type { Answers, Metric } from '../../types.ts'

function metricOf(name: string): Metric {
  const found = findMetric(name, 'sex')
  if ('fault' in found) throw new Error(found.message)
  return found.metric
}

interface Rows {
  readonly group: readonly number[]
  readonly label: readonly number[]
  readonly predicted: readonly number[]
  readonly weight?: readonly number[]
}

function answersOf({ group, label, predicted, weight }: Rows): Answers {
  return {
    task: 'classification',
    rows: label.length,
    classes: ['no', 'yes'],
    labels: Float64Array.from(label),
    predictions: Float64Array.from(predicted),
    columns: new Map([
      [
        'sex',
        {
          names: Array.from({ length: Math.max(...group) + 1 }, (_, at) => `g${at}`),
          numbers: Uint32Array.from(group),
        },
      ],
    ]),
    ...(weight && { weights: Float64Array.from(weight, (tenths) => tenths / 10) }),
  }
}

const cases = fixtures.cases.flatMap((one, at) =>
  fixtures.names.map((name, index) => [at, name, answersOf(one), one.expected[index] ?? null] as const),
)

test.each(cases)('case %d: %s is that of Fairlearn', (_, name, answers, expected) => {
  const metric = metricOf(name)
  if (expected === null) expect(obstacleTo(metric, answers, 1)).toBeDefined()
  else expect(metricValue(metric, answers, 1)).toBeCloseTo(expected, 10)
})

/** Groups of so many rows, and the share of each that is predicted as the class; labels alternate. */
function drawn(shares: readonly number[], rows: number, seed: number): Answers {
  const random = seededRandom(seed)
  const group = shares.flatMap((_, at) => new Array<number>(rows).fill(at))
  return answersOf({
    group,
    label: group.map((_, at) => at % 2),
    predicted: group.map((at) => (random() < (shares[at] ?? 0) ? 1 : 0)),
  })
}

const difference = metricOf('demographic_parity_difference')

test('groups that are alike keep 0 in the interval, though the value is never 0', () => {
  const trials = Array.from({ length: 60 }, (_, seed) => measure(difference, drawn([0.3, 0.3, 0.3, 0.3], 200, seed), 1))
  expect(trials.every(({ value }) => value > 0)).toBe(true)
  expect(trials.filter(({ interval }) => interval?.low === 0).length).toBeGreaterThanOrEqual(56)
})

test('groups that differ are told apart, and the smaller ratio is bounded below', () => {
  const answers = drawn([0.2, 0.6], 1000, 1)
  const { bounds } = measure(difference, answers, 1)
  expect(bounds?.low).toBeGreaterThan(0.3)
  expect(bounds?.high).toBeLessThan(0.5)
  const ratio = measure(metricOf('demographic_parity_ratio'), answers, 1)
  expect(ratio.interval?.low).toBeLessThan(ratio.value)
  expect(ratio.interval?.high).toBeGreaterThan(ratio.value)
})

test('rows that are repeated as one group of rows say no more than once', () => {
  const once = drawn([0.3, 0.5], 100, 2)
  const twice = answersOf({
    group: [...(once.columns?.get('sex')?.numbers ?? [])].flatMap((one) => [one, one]),
    label: [...once.labels].flatMap((one) => [one, one]),
    predicted: [...once.predictions].flatMap((one) => [one, one]),
  })
  const clustered = measure(difference, { ...twice, groups: Uint32Array.from(twice.labels, (_, row) => row >> 1) }, 1)
  const [alone, doubled] = [measure(difference, once, 1), measure(difference, twice, 1)]
  const width = ({ bounds }: typeof alone) => (bounds?.high ?? 0) - (bounds?.low ?? 0)
  expect(width(doubled)).toBeLessThan(0.8 * width(alone))
  expect(width(clustered)).toBeCloseTo(width(alone), 1)
})

test('the same model differs from itself by nothing, and surely by little', () => {
  const answers = drawn([0.2, 0.6], 1000, 3)
  const { value, bounds } = measureDifference(difference, { candidate: answers, champion: answers }, 1)
  expect(value).toBe(0)
  expect(bounds?.high).toBeLessThan(0.02)
})

test.each([
  ['one group', { group: [0, 0, 0], label: [0, 1, 0], predicted: [1, 1, 0] }, 'sex makes one group of all rows'],
  [
    'a group without the label',
    { group: [0, 0, 1], label: [0, 1, 0], predicted: [1, 1, 0] },
    'no row with the label yes',
  ],
])('%s is an obstacle', (_, rows, message) =>
  expect(obstacleTo(metricOf('equalized_odds_difference'), answersOf(rows), 1)).toContain(message),
)

test('a ratio of rates that are 0 in every group says which rows are never predicted as the class', () => {
  const rows = { group: [0, 0, 1, 1], label: [0, 1, 0, 1], predicted: [0, 1, 0, 1] }
  expect(obstacleTo(metricOf('equalized_odds_ratio'), answersOf(rows), 1)).toBe(
    'in no group of sex any row of another class is predicted as yes, so that there is no ratio',
  )
})
