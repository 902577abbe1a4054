import { describe, expect, test } from '@jest/globals'
import type { Answers } from '@trainyard/metrics'
import { metrics, metricValue } from '@trainyard/metrics'
import { seededRandom } from '@trainyard/ports'
import fc from 'fast-check'
import { curvesOf } from './curves.ts'
import { plotsOf } from './index.ts'
import { partOf, thresholdsOf } from './thresholds.ts'

const random = seededRandom(5)

/** Two classes whose scores overlap. */
function binary(rows: number, more: Partial<Answers> = {}): Answers {
  const labels = Float64Array.from({ length: rows }, (_, row) => row % 2)
  const scores = Array.from(labels, (label) => 0.3 * label + 0.7 * random())
  return {
    task: 'classification',
    rows,
    classes: ['no', 'yes'],
    labels,
    predictions: Float64Array.from(scores, (score) => (score > 0.5 ? 1 : 0)),
    probabilities: Float64Array.from(scores.flatMap((score) => [1 - score, score])),
    ...more,
  }
}

/** Area under points by the trapezoidal rule. */
function area(points: readonly (readonly [number, number])[]): number {
  return points.slice(1).reduce((sum, [x, y], at) => {
    const [before, height] = points[at] ?? [0, 0]
    return sum + (x - before) * ((y + height) / 2)
  }, 0)
}

const rocAuc = metrics.find(({ name }) => name === 'roc_auc')

test.each([
  ['equal rows', {}],
  ['weighted rows', { weights: Float64Array.from({ length: 4000 }, (_, row) => 0.5 + (row % 3)) }],
])('the area under the drawn curve is that of the metric: %s', (_, more) => {
  const answers = binary(4000, more)
  const [curve] = plotsOf(answers, undefined).plots?.curves ?? []
  expect(curve?.class).toBe('yes')
  expect(area(curve?.candidate.roc ?? [])).toBeCloseTo(rocAuc ? metricValue(rocAuc, answers, 1) : Number.NaN, 2)
})

test('both models are drawn, each by its own scores', () => {
  const champion = binary(600)
  const worst = new Float64Array(1200).fill(0.5)
  const [curve] = plotsOf(binary(600), { ...champion, probabilities: worst }).plots?.curves ?? []
  expect(area(curve?.candidate.roc ?? [])).toBeGreaterThan(0.6)
  expect(area(curve?.champion?.roc ?? [])).toBe(0.5)
})

test('scores that are the shares of their rows lie on the diagonal', () => {
  const scores = Float64Array.from({ length: 20_000 }, () => random())
  const positive = Uint8Array.from(scores, (score) => (random() < score ? 1 : 0))
  const { calibration = [] } = curvesOf({ scores, positive }) ?? {}
  expect(calibration).toHaveLength(10)
  for (const [said, was] of calibration) expect(Math.abs(said - was)).toBeLessThan(0.04)
})

test('curves rise from corner to corner and are bounded, whatever the scores', () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(score, fc.boolean()), { minLength: 1, maxLength: 120 }), (rows) => {
      const scores = Float64Array.from(rows, ([value]) => value)
      const positive = Uint8Array.from(rows, ([, of]) => (of ? 1 : 0))
      const curves = curvesOf({ scores, positive })
      expect(curves === undefined).toBe(new Set(positive).size < 2)
      if (curves === undefined) return
      expect(curves.roc[0]).toEqual([0, 0])
      expect(curves.roc.at(-1)).toEqual([1, 1])
      expect(curves.roc.length).toBeLessThanOrEqual(102)
      for (const points of Object.values(curves)) {
        for (const [x, y] of points) expect(Math.min(x, y, 1 - x, 1 - y)).toBeGreaterThanOrEqual(0)
      }
      for (const [at, [x, y]] of curves.roc.entries()) {
        const [before, height] = curves.roc[at - 1] ?? [0, 0]
        expect(x >= before && y >= height).toBe(true)
      }
    }),
  )
})

test('a value falls behind all thresholds that are not above it', () => {
  const value = fc.double({ noNaN: true })
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), value, fc.integer({ min: 2, max: 20 }), (values, probe, parts) => {
      const thresholds = thresholdsOf(Float64Array.from(values), parts)
      expect(thresholds.length).toBeLessThan(parts)
      expect(partOf(probe, thresholds)).toBe(thresholds.filter((threshold) => threshold <= probe).length)
    }),
  )
})

describe('numbers', () => {
  const regression = (rows: number): Answers => ({
    task: 'regression',
    rows,
    classes: [],
    labels: Float64Array.from({ length: rows }, (_, row) => row + 5),
    predictions: Float64Array.from({ length: rows }, (_, row) => row),
  })

  test('bins hold every row, ten or more each, and what is left', () => {
    const { candidate = [], champion } = plotsOf(regression(1003), regression(50)).plots?.residuals ?? {}
    expect(candidate).toHaveLength(20)
    expect(candidate.reduce((sum, { rows }) => sum + rows, 0)).toBe(1003)
    for (const bin of candidate) {
      expect(bin.residual).toEqual([5, 5, 5])
      expect(bin.actual - bin.predicted).toBeCloseTo(5, 0)
    }
    expect(champion?.map(({ rows }) => rows)).toEqual([10, 10, 10, 10, 10])
  })

  test('fewer than ten rows are not drawn: they would tell of single ones', () => {
    expect(plotsOf(regression(9), undefined)).toEqual({})
  })
})

test.each<[string, Partial<Answers>]>([
  ['without probabilities', { probabilities: undefined as never }],
  ['of one class alone', { labels: new Float64Array(10) }],
])('answers %s have no curve', (_, more) => {
  expect(plotsOf(binary(10, more), undefined)).toEqual({})
})

test('of many classes the first are drawn; of several labels a row each is a class of its own', () => {
  const classes = Array.from({ length: 9 }, (_, at) => `c${at}`)
  const labels = Float64Array.from({ length: 90 }, (_, row) => row % 9)
  const probabilities = new Float64Array(810).fill(1 / 9)
  const many = plotsOf({ ...binary(90), classes, labels, predictions: labels, probabilities }, undefined)
  expect(many.plots?.curves?.map((curve) => curve.class)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5'])
  const flags = Float64Array.from({ length: 20 }, (_, at) => (at % 3 === 0 ? 1 : 0))
  const several = plotsOf({ ...binary(10), task: 'multilabel', labels: flags, predictions: flags }, undefined)
  expect(several.plots?.curves?.map((curve) => curve.class)).toEqual(['no', 'yes'])
})
