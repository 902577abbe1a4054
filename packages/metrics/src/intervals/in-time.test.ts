import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { normalQuantile } from '@trainyard/statistics'
import { findMetric } from '../find.ts'
import { measureDifference } from '../measure.ts'
import type { Answers } from '../types.ts'

const found = findMetric('mae')
if ('fault' in found) throw new Error(found.message)
const { metric } = found

/** Errors of a forecast whose size drifts in time, and those of another whose size does not: equally good in the long run. */
function forecasts(rows: number, correlation: number, seed: number) {
  const random = seededRandom(seed)
  const normal = () => normalQuantile(random() * 0.9998 + 0.0001)
  const labels = new Float64Array(rows)
  let state = normal()
  const errors = Float64Array.from(labels, () => {
    state = correlation * state + Math.sqrt(1 - correlation ** 2) * normal()
    return 5 + state
  })
  const order = Uint32Array.from(labels, (_, row) => row)
  const side = (predictions: Float64Array): Answers => ({ task: 'regression', rows, classes: [], labels, predictions })
  return { candidate: side(errors), champion: side(labels.map(() => 5)), order }
}

/** In how many of 100 series the 95 % interval holds the true difference of 0. */
function covered(correlation: number, inTime: boolean): number {
  const trials = Array.from({ length: 100 }, (_, seed) => forecasts(400, correlation, seed))
  return trials.filter(({ candidate, champion, order }) => {
    const first = { ...candidate, ...(inTime && { order }) }
    const { interval } = measureDifference(metric, { candidate: first, champion })
    return interval && interval.low <= 0 && interval.high >= 0
  }).length
}

test('errors that depend on those before make intervals of independent rows too narrow, and those in time hold', () => {
  expect(covered(0.7, false)).toBeLessThan(70)
  expect(covered(0.7, true)).toBeGreaterThanOrEqual(87)
})

test('errors that do not depend on those before lose little', () => {
  const { candidate, champion, order } = forecasts(400, 0, 1)
  const width = (first: Answers) => {
    const { interval = { low: 0, high: 0 } } = measureDifference(metric, { candidate: first, champion })
    return interval.high - interval.low
  }
  const [apart, inTime] = [width(candidate), width({ ...candidate, order })]
  expect(inTime).toBeGreaterThanOrEqual(apart)
  expect(inTime).toBeLessThan(1.6 * apart)
})

test('of fewer than five blocks rows are taken to be independent, and the rows of one time stay together', () => {
  const { candidate, champion } = forecasts(100, 0.7, 2)
  const order = candidate.labels.map((_, row) => Math.floor(row / 50))
  const [plain, inTime] = [{}, { order: Uint32Array.from(order) }].map((more) =>
    measureDifference(metric, { candidate: { ...candidate, ...more }, champion }),
  )
  expect(inTime).toEqual(plain)
})
