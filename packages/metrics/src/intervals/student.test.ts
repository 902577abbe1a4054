import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { findMetric } from '../find.ts'
import { measureDifference } from '../measure.ts'
import { averagePrecision } from '../metrics/probabilities/average-precision.ts'
import { rocAuc } from '../metrics/probabilities/roc-auc.ts'
import type { Answers, Pair } from '../types.ts'
import { studentDifference } from './student.ts'

/** Two models of two classes, the first of which knows more. */
function pairOf(rows: number, positives: number): Pair {
  const random = seededRandom(5)
  const labels = Float64Array.from({ length: rows }, (_, row) => (row < positives ? 1 : 0))
  const side = (noise: number): Answers => {
    const probabilities = new Float64Array(2 * rows)
    for (const [row, label] of labels.entries()) {
      const p = Math.min(0.99, Math.max(0.01, 0.3 + 0.4 * label + noise * (random() - 0.5)))
      probabilities.set([1 - p, p], 2 * row)
    }
    const predictions = labels.map((_, row) => ((probabilities[2 * row + 1] ?? 0) >= 0.5 ? 1 : 0))
    return { task: 'classification', rows, classes: ['no', 'yes'], labels, predictions, probabilities }
  }
  return { candidate: side(1), champion: side(1.4) }
}

const request = { levels: [0.95], resamples: 100, seed: 1 }

test('leaving out rows tells the deviation of areas that DeLong’s formula tells', () => {
  const pair = pairOf(150, 60)
  const [own, delong] = [studentDifference(() => rocAuc), rocAuc.difference].map((of) => of(pair, -1, request)[0])
  expect(own?.method).toBe('paired-jackknife')
  expect(delong?.method).toBe('paired-delong')
  const width = (delong?.high ?? 0) - (delong?.low ?? 0)
  expect(Math.abs((own?.low ?? 0) - (delong?.low ?? 0))).toBeLessThan(0.02 * width)
  expect(Math.abs((own?.high ?? 0) - (delong?.high ?? 0))).toBeLessThan(0.02 * width)
})

test('the fewer rows the rarest class has, the wider', () => {
  const widths = [12, 40].map((positives) => {
    const [interval] = averagePrecision.difference(pairOf(400, positives), -1, request)
    return (interval?.high ?? 0) - (interval?.low ?? 0)
  })
  expect(widths[0]).toBeGreaterThan(1.4 * (widths[1] ?? 0))
})

test.each([
  ['roc_auc', undefined, 'the rows with the label yes are worth 9.0 rows'],
  ['average_precision', undefined, 'the rows with the label yes are worth 9.0 rows'],
  ['log_loss', undefined, 'the rows outside the commonest class are worth 9.0 rows'],
  ['recall', 1, 'the rows with the label yes are worth 9.0 rows'],
  ['accuracy', undefined, undefined],
])('with nine rows of a class the difference of %s has no limits, and says why', (name, index, reason) => {
  const found = findMetric(name)
  if ('fault' in found) throw new Error(found.message)
  const { interval, unsure } = measureDifference(found.metric, pairOf(200, 9), index)
  expect(interval === undefined).toBe(reason !== undefined)
  expect(unsure ?? '').toContain(reason ?? '')
})
