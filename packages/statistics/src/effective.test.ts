import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { effectiveNumber } from './effective.ts'

test.each([
  [[], 0],
  [[0, 0], 0],
  [[2, 2, 2], 3],
  [[1, 0, 0], 1],
  [[3, 1], 1.6],
])('%j are worth %d', (weights, worth) => {
  expect(effectiveNumber(weights)).toBeCloseTo(worth, 12)
})

test('they are worth one at least, as many as they are at most, and the same in any unit', () => {
  const weights = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(weights, (values) => {
      const worth = effectiveNumber(values)
      expect(worth).toBeGreaterThanOrEqual(1 - 1e-9)
      expect(worth).toBeLessThanOrEqual(values.length + 1e-9)
      expect(effectiveNumber(values.map((value) => 7 * value))).toBeCloseTo(worth, 9)
    }),
  )
})
