import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { klDivergence } from './divergence.ts'

// scipy 1.17.1: scipy.stats.entropy(p, q)
test.each([
  [[0.54, 0.32, 0.14], [1, 1, 1], 0.1259970028667753],
  [[2, 1, 1], [0.54, 0.36, 0.1], 0.09943138400349727],
  [[1, 0, 3], [0.2, 0.3, 0.5], 0.3598847189096757],
  [[1, 1], [1, 0], Number.POSITIVE_INFINITY],
  [[0, 0], [1, 1], Number.NaN],
])('of %j from %j is %d', (observed, expected, divergence) => {
  const found = klDivergence(observed, expected)
  if (Number.isFinite(divergence)) expect(found).toBeCloseTo(divergence, 14)
  else expect(found).toBe(divergence)
})

const weights = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })

test('it is never negative, nothing for the same weights, and knows no scale', () => {
  fc.assert(
    fc.property(weights, weights, fc.double({ min: 0.5, max: 9, noNaN: true }), (observed, expected, scale) => {
      const divergence = klDivergence(observed, expected)
      expect(divergence).toBeGreaterThan(-1e-12)
      expect(klDivergence(observed, observed)).toBeCloseTo(0, 12)
      const scaled = klDivergence(
        observed.map((weight) => weight * scale),
        expected,
      )
      expect(scaled).toBeCloseTo(divergence, 9)
    }),
  )
})
