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
  const few = { ...right, weights: right.labels.map((_, row) => (row < 25 ? 100 : 0.1)) }
  expect(measure(accuracy, few).bounds?.low).toBeLessThan(0.93)
  expect(measure(accuracy, few).interval?.method).toBe('wilson-effective')
})

test('the difference of two models is taken group by group', () => {
  const candidate = clustered(40, 25)
  const champion = {
    ...candidate,
    predictions: candidate.labels.map((label, row) => (row % 10 === 0 ? 1 - label : label)),
  }
  const { value, interval } = measureDifference(accuracy, { candidate, champion })
  expect(interval?.method).toBe('paired-cluster-jackknife')
  expect(interval?.low).toBeLessThan(value)
  expect(interval?.high).toBeGreaterThan(value)
})

test('of more than 200 groups random ones are left out in turn', () => {
  const answers = clustered(500, 50)
  const { interval } = measure(accuracy, answers)
  expect(interval?.method).toBe('cluster-wilson-effective')
  expect(width(measure(accuracy, answers))).toBeCloseTo(2 * 1.96 * Math.sqrt((0.8 * 0.2) / 500), 1)
})

/** 80 rows that weigh the same, of which the first so many are of the second class, in groups of this size. */
function withFew(positives: number, size = 1): Answers {
  const rows = 80
  const labels = Float64Array.from({ length: rows }, (_, row) => (row < positives ? 1 : 0))
  const predictions = labels.map((label, row) => (row % 5 === 0 ? 1 - label : label))
  const probabilities = Float64Array.from({ length: 2 * rows }, (_, at) =>
    predictions[at >> 1] === at % 2 ? 0.9 : 0.1,
  )
  const known = { classes: ['no', 'yes'], labels, predictions, probabilities }
  const groups = Uint32Array.from({ length: rows }, (_, row) => Math.floor(row / size))
  return {
    task: 'classification',
    rows,
    ...known,
    ...(size > 1 ? { groups } : { weights: new Float64Array(rows).fill(2) }),
  }
}

test.each([
  [
    'recall',
    1,
    withFew(19),
    'the rows with the label yes are worth 19.0 rows of equal weight, and an interval needs 20',
  ],
  ['recall', 0, withFew(19), undefined],
  ['specificity', 1, withFew(19), undefined],
  ['precision', 1, withFew(3), 'the rows predicted as yes are worth 17.0'],
  ['roc_auc', -1, withFew(19), 'the rows with the label yes are worth 19.0 rows'],
  ['roc_auc', -1, withFew(61), 'the rows with the label no are worth 19.0 rows'],
  ['balanced_accuracy', -1, withFew(19), 'label yes'],
  ['matthews_corrcoef', -1, withFew(61), 'the rows outside the commonest class are worth 19.0 rows'],
  ['accuracy', -1, withFew(19), undefined],
  ['brier_score', -1, withFew(19), 'the rows outside the commonest class are worth 19.0 rows'],
  ['roc_auc', -1, withFew(20), undefined],
  ['accuracy', -1, withFew(40, 5), 'the rows are worth 16.0 groups of equal weight'],
  ['accuracy', -1, withFew(40, 4), undefined],
  ['calibration_error', -1, withFew(40), 'independent rows of equal weight alone'],
])('%s[%i]: rows that carry it decide whether there is an interval', (name, index, answers, reason) => {
  const measured = measure(metricNamed(name), answers, index)
  expect(Number.isFinite(measured.value)).toBe(true)
  expect(measured.interval === undefined).toBe(reason !== undefined)
  expect(measured.unsure ?? '').toContain(reason ?? '')
  const rival = { ...answers, predictions: answers.predictions.map((one, row) => (row % 7 === 0 ? 1 - one : one)) }
  const difference = measureDifference(metricNamed(name), { candidate: answers, champion: rival }, index)
  expect(difference.unsure).toEqual(measured.unsure)
})

test('a threshold decides which rows carry a precision', () => {
  const found = findMetric('precision', 'threshold=0.95')
  if ('fault' in found) throw new Error(found.message)
  expect(measure(found.metric, withFew(40), 1).unsure).toBe(
    'the rows predicted as yes are worth 0.0 rows of equal weight, and an interval needs 20',
  )
})

test('without an error a rare class is not as sure as all rows', () => {
  const answers = withFew(22)
  const right = { ...answers, predictions: answers.labels }
  expect(measure(metricNamed('recall'), right, 1).bounds?.low).toBeLessThan(0.9)
  expect(measure(accuracy, right).bounds?.low).toBeGreaterThan(0.9)
})

test.each([
  ['balanced_accuracy', 9, 'the rows with the label yes are worth 9.0 rows of equal weight, and an interval needs 10'],
  ['f1_macro', 9, 'worth 9.0 rows'],
  [
    'cohen_kappa',
    9,
    'the rows outside the commonest class are worth 9.0 rows of equal weight, and an interval needs 10',
  ],
  ['balanced_accuracy', 10, undefined],
  ['f1_weighted', 9, undefined],
])('of independent rows %s needs ten outside the commonest class: %i', (name, positives, reason) => {
  const { weights: _, ...independent } = withFew(positives)
  const measured = measure(metricNamed(name), independent)
  expect(measured.interval === undefined).toBe(reason !== undefined)
  expect(measured.unsure ?? '').toContain(reason ?? '')
})

test('labels of a row that do not depend on each other say more than one row does', () => {
  const random = seededRandom(3)
  const labels = Float64Array.from({ length: 900 }, () => (random() < 0.5 ? 1 : 0))
  const predictions = labels.map((label) => (random() < 0.2 ? 1 - label : label))
  const answers: Answers = { task: 'multilabel', rows: 300, classes: ['a', 'b', 'c'], labels, predictions }
  const found = findMetric('recall', 'average=micro', 'multilabel')
  if ('fault' in found) throw new Error(found.message)
  const having = labels.reduce((sum, label) => sum + label, 0)
  expect(width(measure(found.metric, answers)) / (2 * 1.96 * Math.sqrt((0.8 * 0.2) / having))).toBeCloseTo(1, 0.7)
})

function metricNamed(name: string): Metric {
  const found = findMetric(name)
  if ('fault' in found) throw new Error(found.message)
  return found.metric
}

test.each(['accuracy', 'balanced_accuracy', 'f1', 'matthews_corrcoef', 'f1_weighted'])(
  '%s: merging like rows changes nothing but the time it takes',
  (name) => {
    const metric = metricNamed(name)
    const { ofPredictions: _, ...unmerged } = metric
    const index = metric.ofClass === 'must' ? 1 : -1
    const grouped = clustered(60, 4)
    const candidate = { ...grouped, weights: grouped.labels.map((_label, row) => 1 + (row % 7)) }
    const champion = {
      ...candidate,
      predictions: candidate.predictions.map((one, row) => (row % 9 === 0 ? 1 - one : one)),
    }
    const close = ({ interval }: ReturnType<typeof measure>) => ({
      low: expect.closeTo(interval?.low ?? 9, 9),
      high: expect.closeTo(interval?.high ?? 9, 9),
    })
    expect(metric.ofPredictions).toBe(true)
    expect(measure(metric, candidate, index).interval).toMatchObject(close(measure(unmerged, candidate, index)))
    const pair = { candidate, champion }
    const of = (one: Metric) => measureDifference(one, pair, index, { resamples: 200 })
    expect(of(metric).interval).toMatchObject(close(of(unmerged)))
  },
)

test('models that answer alike on all of few rows are not thereby equal, and their limits close in on 0 with the rows', () => {
  const same = (rows: number) => {
    const { groups: _, ...plain } = clustered(rows, 1)
    const weighted = { ...plain, weights: new Float64Array(rows).fill(3) }
    return measureDifference(accuracy, { candidate: weighted, champion: weighted })
  }
  expect(same(100).interval?.high).toBeCloseTo(1.984 * Math.sqrt(2) * 0.01, 3)
  expect(width(same(400))).toBeCloseTo(width(same(100)) / 4, 3)
})
