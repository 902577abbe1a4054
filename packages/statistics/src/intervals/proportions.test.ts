import { expect, test } from '@jest/globals'
import { binomialCdf } from '../distributions.ts'
import reference from '../fixtures/reference.json' with { type: 'json' }
import { clopperPearson, wilson } from './proportions.ts'

test.each(reference.proportions)('$k of $n at $level: the limits of statsmodels', (row) => {
  const [low = Number.NaN, high = Number.NaN] = row.wilson
  expect(wilson(row.k, row.n, row.level).low).toBeCloseTo(low, 10)
  expect(wilson(row.k, row.n, row.level).high).toBeCloseTo(high, 10)
  const [exactLow = Number.NaN, exactHigh = Number.NaN] = row.clopperPearson
  expect(clopperPearson(row.k, row.n, row.level).low).toBeCloseTo(exactLow, 10)
  expect(clopperPearson(row.k, row.n, row.level).high).toBeCloseTo(exactHigh, 10)
})

test('69 of 69 right is [0.947, 1]', () => {
  const { low, high } = wilson(69, 69, 0.95)
  expect(low).toBeCloseTo(0.947, 3)
  expect(high).toBe(1)
})

test.each([0.05, 0.2, 0.5, 0.9])('exact limits cover a share of %d at least as often as they say', (share) => {
  const n = 60
  let covered = 0
  for (let k = 0; k <= n; k += 1) {
    const { low, high } = clopperPearson(k, n, 0.95)
    const chance = binomialCdf(k, n, share) - (k === 0 ? 0 : binomialCdf(k - 1, n, share))
    if (low <= share && share <= high) covered += chance
  }
  expect(covered).toBeGreaterThanOrEqual(0.95)
})
