import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { findMetric } from '../find.ts'
import { measure, measureDifference } from '../measure.ts'
import type { Answers, Metric } from '../types.ts'

/** Rows of `groups` groups; in a group all are right, or all wrong. */
function clustered(groups: number, size: number): Answers {
  const random = seededRandom(5)
  const right = Array.from({ length: groups }, () => random() < 0.8)
  const rows = groups * size
  const labels = Float64Array.from({ length: rows }, (_, row) => row % 2)
  return {
    task: 'classification',
    rows,
    classes: ['no', 'yes'],
    labels,
    predictions: labels.map((label, row) => (right[Math.floor(row / size)] ? label : 1 - label)),
    groups: Uint32Array.from({ length: rows }, (_, row) => Math.floor(row / size)),
  }
}

const accuracy = metricNamed('accuracy')
const width = ({ interval }: ReturnType<typeof measure>) => (interval ? interval.high - interval.low : Number.NaN)

test('rows that depend on each other say less: 40 groups of 25 like rows are as sure as 40 rows', () => {
  const answers = clustered(40, 25)
  const { groups: _, ...independent } = answers
  const grouped = width(measure(accuracy, answers))
  expect(grouped).toBeGreaterThan(4 * width(measure(accuracy, independent)))
  expect(grouped).toBeCloseTo(2 * 1.96 * Math.sqrt((0.8 * 0.2) / 40), 1)
})

test('groups of one row each are independent rows', () => {
  const answers = clustered(400, 1)
  const { groups: _, ...independent } = answers
  expect(width(measure(accuracy, answers))).toBeCloseTo(width(measure(accuracy, independent)), 2)
})

test('equal weights of any size move neither value nor interval by much', () => {
  const { groups: _, ...plain } = clustered(300, 1)
  const weighted = { ...plain, weights: new Float64Array(plain.rows).fill(3) }
  expect(measure(accuracy, weighted).value).toBeCloseTo(measure(accuracy, plain).value, 12)
  expect(width(measure(accuracy, weighted))).toBeCloseTo(width(measure(accuracy, plain)), 2)
})

test('weights that hang on few rows make an interval wide, and no error does not make it certain', () => {
  const { groups: _, ...plain } = clustered(300, 1)
  const right = { ...plain, predictions: plain.labels }
  const few = { ...right, weights: right.labels.map((_, row) => (row < 10 ? 100 : 0.1)) }
  expect(measure(accuracy, few).bounds?.low).toBeLessThan(0.85)
  expect(measure(accuracy, few).interval?.method).toBe('wilson-effective')
})

test('the difference of two models is taken group by group', () => {
  const candidate = clustered(40, 25)
  const champion = {
    ...candidate,
    predictions: candidate.labels.map((label, row) => (row % 10 === 0 ? 1 - label : label)),
  }
  const { value, interval } = measureDifference(accuracy, { candidate, champion })
  expect(interval?.method).toBe('paired-cluster-bootstrap-bca')
  expect(interval?.low).toBeLessThan(value)
  expect(interval?.high).toBeGreaterThan(value)
})

test('above 5,000 rows groups are left out in turn', () => {
  const answers = clustered(500, 50)
  const { interval } = measure(accuracy, answers)
  expect(interval?.method).toBe('cluster-jackknife')
  expect(width(measure(accuracy, answers))).toBeCloseTo(2 * 1.96 * Math.sqrt((0.8 * 0.2) / 500), 1)
})

test('where most resamples lack a class there is no interval', () => {
  const { weights: _, ...answers } = { ...clustered(6, 2), weights: undefined }
  const labels = new Float64Array(answers.rows)
  labels[0] = 1
  const probabilities = Float64Array.from({ length: 2 * answers.rows }, (_, at) => (at % 2 ? 0.1 : 0.9))
  const rare = { ...answers, labels, probabilities, groups: Uint32Array.from({ length: 12 }, (_, row) => row) }
  expect(measure(metricNamed('roc_auc'), rare).interval).toBeUndefined()
})

function metricNamed(name: string): Metric {
  const found = findMetric(name)
  if ('fault' in found) throw new Error(found.message)
  return found.metric
}
