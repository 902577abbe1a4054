import { expect, test } from '@jest/globals'
import { confusionMatrix } from './counts.ts'
import { findMetric } from './find.ts'
import fixture from './fixtures/cases.json' with { type: 'json' }
import { measure, metricValue, obstacleTo, UndefinedMetric } from './measure.ts'
import { metrics } from './metrics/index.ts'
import { multilabelMetrics } from './metrics/multilabel/index.ts'
import type { Answers, Metric } from './types.ts'

const { cases, names } = fixture
type Case = (typeof cases)[number]

test('there are at least 350 cases', () => expect(cases.length).toBeGreaterThanOrEqual(350))

test.each(cases)('$task, $name: every value is scikit-learn’s', (given: Case) => {
  const answers = answersOf(given)
  for (const [at, text] of (names[given.of] ?? []).entries()) {
    const expected = given.expected[at] ?? null
    const [metric, classIndex] = find(text, answers.task)
    if (obstacleTo(metric, answers, classIndex)) {
      expect({ text, refused: expected === null || noRows(answers, classIndex) }).toEqual({ text, refused: true })
      expect(() => metricValue(metric, answers, classIndex)).toThrow(UndefinedMetric)
    } else {
      const actual = metricValue(metric, answers, classIndex)
      expect({ text, expected, actual, near: relative(actual, expected) < 1e-9 }).toMatchObject({ text, near: true })
    }
  }
  if (given.confusion) expect(confusionMatrix(answers)).toEqual(given.confusion)
})

const several = cases.filter(({ task }) => task === 'multilabel').slice(0, 8)

test.each([...cases.filter(({ labels }) => labels.length >= 8).slice(0, 20), ...several])(
  '$task, $name: the interval holds the value, the one-sided bounds lie within it, and it is seeded',
  (given: Case) => {
    const answers = answersOf(given)
    for (const metric of [...metrics, ...multilabelMetrics].filter((one) => one.task === answers.task)) {
      const classIndex = metric.ofClass === 'must' ? 1 : -1
      if (obstacleTo(metric, answers, classIndex)) continue
      const measured = measure(metric, answers, classIndex, { resamples: 200, seed: 3 })
      expect(measure(metric, answers, classIndex, { resamples: 200, seed: 3 })).toEqual(measured)
      if (!measured.interval || !measured.bounds) continue
      expect(measured.interval.low).toBeLessThanOrEqual(measured.bounds.low)
      expect(measured.interval.high).toBeGreaterThanOrEqual(measured.bounds.high)
      expect(measured.interval.low).toBeLessThanOrEqual(measured.value + 1e-12)
      expect(measured.interval.high).toBeGreaterThanOrEqual(measured.value - 1e-12)
    }
  },
)

test('no error among 69 rows does not make any score certain', () => {
  const labels = Float64Array.from({ length: 69 }, (_, row) => row % 3)
  const probabilities = Float64Array.from({ length: 207 }, (_, at) => (at % 3 === Math.floor(at / 3) % 3 ? 1 : 0))
  const classes = ['Adelie', 'Chinstrap', 'Gentoo']
  const answers: Answers = { task: 'classification', rows: 69, classes, labels, predictions: labels, probabilities }
  const bounded = metrics.filter(
    ({ task, better, range }) =>
      task === 'classification' && better === 'higher' && range?.[0] !== Number.NEGATIVE_INFINITY,
  )
  for (const metric of bounded) {
    const classIndex = metric.ofClass === 'must' ? 2 : -1
    if (obstacleTo(metric, answers, classIndex)) continue
    const { value, bounds } = measure(metric, answers, classIndex)
    expect(value).toBe(1)
    expect(bounds?.low).toBeLessThan(0.97)
    expect(bounds?.low).toBeGreaterThan(0.8)
  }
})

test('names are unique, and no known name means two metrics', () => {
  const names = metrics.flatMap(({ name, alsoKnownAs = [] }) => [name, ...alsoKnownAs])
  expect(new Set(names).size).toBe(names.length)
})

test('without probabilities the reason says so', () => {
  const answers = answersOf(cases[0] as Case)
  const { probabilities: _, ...bare } = answers
  expect(() => metricValue(find('log_loss')[0], bare)).toThrow('log_loss cannot be computed: it needs one probability')
})

const tasks = ['classification', 'regression', 'multilabel'] as const

function answersOf({ task, classes, labels, predictions, probabilities, weights, groups }: Case): Answers {
  return {
    task: tasks.find((known) => known === task) ?? 'classification',
    rows: task === 'multilabel' ? labels.length / classes.length : labels.length,
    classes,
    labels: Float64Array.from(labels),
    predictions: Float64Array.from(predictions),
    ...(probabilities && { probabilities: Float64Array.from(probabilities, (thousandths) => thousandths / 1000) }),
    ...(weights && { weights: Float64Array.from(weights) }),
    ...(groups && { groups: Uint32Array.from(groups) }),
  }
}

/** `f_beta(2)[1]`: the class by its index. */
function find(text: string, task?: Answers['task']): [Metric, number] {
  const [, name = '', written, index] = /^(\w+)(?:\((.*)\))?(?:\[(\d+)\])?$/.exec(text) ?? []
  const found = findMetric(name, written, task)
  if ('fault' in found) throw new Error(`${text}: ${found.message}`)
  return [found.metric, index === undefined ? -1 : Number(index)]
}

function noRows({ task, classes, labels }: Answers, classIndex: number): boolean {
  const has = (label: number, at: number) =>
    task === 'multilabel' ? at % classes.length === classIndex && label === 1 : label === classIndex
  return classIndex >= 0 && !labels.some(has)
}

function relative(actual: number, expected: number | null): number {
  return expected === null ? Number.POSITIVE_INFINITY : Math.abs(actual - expected) / Math.max(1, Math.abs(expected))
}
