import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { hypergeometricCdf } from './hypergeometric.ts'
import { medianRanks, mostOutside, mostUnseen } from './prediction.ts'

/** Beta-binomial tail, summed term by term: an independent way to the same probability. */
function chanceOfMore(count: number, cut: number, seen: number, future: number): number {
  let term = 1
  for (let at = 0; at < cut; at += 1) term *= (seen - at) / (future + seen - at)
  let most = term
  for (let k = 0; k < count; k += 1) {
    term *= ((future - k) / (k + 1)) * ((k + cut) / (future - k - 1 + seen + 1 - cut))
    most += term
  }
  return 1 - most
}

// Sums of exact fractions: Python's math.comb.
test.each([
  [2, 10, 8, 12, 0.1563467492260062],
  [0, 100, 7, 100, 0.007008882758187659],
  [5, 5, 5, 3, 1],
])('at most %d of %d among %d drawn, %d others', (x, n, drawn, m, chance) => {
  expect(hypergeometricCdf(x, n, drawn, m)).toBeCloseTo(chance, 12)
})

describe('values outside an interval between order statistics', () => {
  test.each([
    [1, 100, 100, 0.05],
    [2, 100, 100, 0.001],
    [2, 1000, 1000, 0.001],
    [20, 10_000, 10_000, 0.002],
    [2, 1000, 100, 0.01],
  ])(
    'cut %d, %d seen, %d to come, alpha %d: the least count that is exceeded rarely enough',
    (cut, seen, future, alpha) => {
      const most = mostOutside(cut, { seen, future }, alpha)
      expect(chanceOfMore(most, cut, seen, future)).toBeLessThanOrEqual(alpha)
      expect(chanceOfMore(most - 1, cut, seen, future)).toBeGreaterThan(alpha)
    },
  )

  test('all may lie outside where more is cut off than was seen', () => {
    expect(mostOutside(2, { seen: 1, future: 7 }, 0.05)).toBe(7)
  })

  test('no event seen: about as many as the binary logarithm of 1 / alpha', () => {
    expect(mostOutside(1, { seen: 100_000, future: 100_000 }, 1 / 1024)).toBe(9)
  })

  test('events seen are never too many of themselves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
        const events = Math.floor(rows * share)
        expect(mostOutside(events + 1, { seen: rows, future: rows }, 0.05)).toBeGreaterThanOrEqual(events)
      }),
    )
  })
})

test('the median of as many values lies between ranks that grow together', () => {
  expect(medianRanks({ seen: 3, future: 3 }, 0.01)).toBeUndefined()
  const few = medianRanks({ seen: 101, future: 101 }, 0.01)
  const many = medianRanks({ seen: 10_001, future: 10_001 }, 0.01)
  expect(few?.low).toBe(102 - (few?.high ?? 0))
  // 50 % ± 2.576 · √(2 · 0.25 / n)
  expect((few?.high ?? 0) / 101).toBeCloseTo(0.5 + 2.576 * Math.sqrt(0.5 / 101), 1)
  expect((many?.high ?? 0) / 10_001).toBeCloseTo(0.5 + 2.576 * Math.sqrt(0.5 / 10_001), 3)
})

test.each([
  [{ once: 0, twice: 0 }, 10],
  [{ once: 1, twice: 0 }, 14],
])('few rare categories: %j', (rare, most) => {
  expect(mostUnseen(rare, { seen: 10_000, future: 10_000 }, 0.001)).toBeLessThanOrEqual(most)
})

test('many rare categories: a limit that is three deviations off, as it is scattered itself', () => {
  const most = mostUnseen({ once: 200, twice: 100 }, { seen: 1000, future: 1000 }, 0.00135)
  expect((most - 200) / Math.sqrt(most + 200 + 2 * 100)).toBeCloseTo(3, 1)
})
