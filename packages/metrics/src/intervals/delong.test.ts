import { expect, test } from '@jest/globals'
import { aucLimits } from '@trainyard/statistics'
import fc from 'fast-check'
import { findMetric } from '../find.ts'
import { measure, measureDifference } from '../measure.ts'
import { averagePrecision } from '../metrics/probabilities/average-precision.ts'
import { rocAuc } from '../metrics/probabilities/roc-auc.ts'
import type { Answers } from '../types.ts'
import { areaInfluence, influenceDeviation } from './delong.ts'

/** Scores in tenths, so that there are ties; the first two rows are of each class. */
const rows = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 10 })), { minLength: 2, maxLength: 30 })

test('influences are the placement values by definition, pair by pair', () => {
  fc.assert(
    fc.property(rows, (drawn) => {
      const given = drawn.map(([positive, score], row) => ({ positive: row < 2 ? row === 0 : positive, score }))
      const [up, down] = [given.filter(({ positive }) => positive), given.filter(({ positive }) => !positive)]
      const won = (above: number, below: number) => (above > below ? 1 : above === below ? 0.5 : 0)
      const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
      const area = mean(up.map(({ score }) => mean(down.map((other) => won(score, other.score)))))
      const expected = given.map(({ positive, score }) =>
        positive
          ? (mean(down.map((other) => won(score, other.score))) - area) / up.length
          : (mean(up.map((other) => won(other.score, score))) - area) / down.length,
      )
      const found = areaInfluence(answersOf(given), 1)
      for (const [row, value] of expected.entries()) expect(found[row]).toBeCloseTo(value, 12)
    }),
  )
})

/** A model that separates the classes by `gap`; the noise follows from the row and the seed. */
function model(count: number, gap: number, seed: number): Answers {
  const noise = (row: number) => Math.sin((row + 1) * (seed + 1) * 12.9898) * 43758.5453
  return answersOf(
    Array.from({ length: count }, (_, row) => {
      const positive = row % 5 === 0
      return { positive, score: 10 * ((noise(row) - Math.floor(noise(row)) + (positive ? gap : 0)) / (1 + gap)) }
    }),
  )
}

test('of many rows, DeLong and the jackknife say what the bootstrap says of half as many, at √2 of the width', () => {
  const pairOf = (count: number) => ({ candidate: model(count, 0.5, 1), champion: model(count, 0.4, 2) })
  const widths = [20_000, 40_000].map((count) => {
    const difference = measureDifference(rocAuc, pairOf(count), -1, { resamples: 300 }).interval
    const precision = measure(averagePrecision, pairOf(count).candidate, -1, { resamples: 300 }).interval
    return [difference, precision].map((interval) => (interval?.high ?? 0) - (interval?.low ?? 0))
  })
  const [few = [], many = []] = widths
  for (const [at, width] of few.entries()) {
    expect(width / (many[at] ?? 0)).toBeGreaterThan(1.2)
    expect(width / (many[at] ?? 0)).toBeLessThan(1.65)
  }
})

/** Three classes, the last with five rows; the answer knows most of them. */
function threeClasses(): Answers {
  const labels = Float64Array.from({ length: 120 }, (_, row) => (row < 5 ? 2 : row % 2))
  const noise = (at: number) => Math.abs(Math.sin((at + 1) * 12.9898) * 43758.5453) % 1
  const odds = Float64Array.from(
    { length: 360 },
    (_, at) => noise(at) + (labels[Math.floor(at / 3)] === at % 3 ? 0.5 : 0),
  )
  const sum = (at: number) => [0, 1, 2].reduce((all, index) => all + (odds[at - (at % 3) + index] ?? 0), 0)
  const probabilities = odds.map((value, at) => value / sum(at))
  return { task: 'classification', rows: 120, classes: ['a', 'b', 'c'], labels, predictions: labels, probabilities }
}

test.each(['', 'average=weighted', 'multi_class=ovo', 'multi_class=ovo, average=weighted'])(
  'a mean of areas (%s) is as sure as a class of five rows allows',
  (written) => {
    const found = findMetric('roc_auc', written || undefined)
    if ('fault' in found) throw new Error(found.message)
    const rare = measure(rocAuc, threeClasses(), 2).interval
    const { value, interval, bounds } = measure(found.metric, threeClasses())
    expect(interval?.method).toBe('mover')
    expect(bounds?.low).toBeLessThan(value)
    expect(bounds?.high).toBeGreaterThan(value)
    const width = (one: typeof interval) => (one ? one.high - one.low : Number.NaN)
    expect(width(interval)).toBeGreaterThan(0.06)
    expect(width(interval)).toBeLessThan(width(rare))
  },
)

test('an area of two classes has the limits of Newcombe at DeLong’s variance', () => {
  const answers = model(400, 0.5, 1)
  const { value, interval } = measure(rocAuc, answers)
  const observed = influenceDeviation(areaInfluence(answers, 1)) ** 2
  expect(interval).toEqual(aucLimits({ area: value, positives: 80, negatives: 320, observed }, 0.95))
})

function answersOf(given: readonly { readonly positive: boolean; readonly score: number }[]): Answers {
  return {
    task: 'classification',
    rows: given.length,
    classes: ['no', 'yes'],
    labels: Float64Array.from(given, ({ positive }) => (positive ? 1 : 0)),
    predictions: Float64Array.from(given, ({ score }) => (score > 5 ? 1 : 0)),
    probabilities: Float64Array.from(given.flatMap(({ score }) => [1 - score / 10, score / 10])),
  }
}
