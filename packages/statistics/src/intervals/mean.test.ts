import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { boundedMeanLimits, skewedMeanLimits, withSkewness } from './mean.ts'
import { wilson } from './proportions.ts'

test('of symmetric numbers it is Student’s interval: scipy.stats.t.interval', () => {
  const { low, high } = skewedMeanLimits(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 0.95)
  expect([low, high]).toEqual([expect.closeTo(2.894916, 5), expect.closeTo(7.105084, 5)])
})

test('the limits are turned back into Student’s quantiles by the transformation they come from', () => {
  const transformed = (T: number, a: number) => T + (a * T * T) / 3 + (a * a * T ** 3) / 27 + a / 6
  fc.assert(
    fc.property(fc.double({ min: -4, max: 4, noNaN: true }), fc.double({ min: 0.01, max: 2, noNaN: true }), (t, a) => {
      expect(transformed(withSkewness(t, a), a)).toBeCloseTo(t, 8)
      expect(transformed(withSkewness(t, -a), -a)).toBeCloseTo(t, 8)
    }),
  )
})

test('a long tail above pushes the upper limit out further than the lower one', () => {
  const values = Float64Array.from({ length: 40 }, (_, at) => Math.exp(at / 8))
  const mean = values.reduce((sum, value) => sum + value, 0) / 40
  const { low, high } = skewedMeanLimits(values, 0.95)
  expect(high - mean).toBeGreaterThan(1.2 * (mean - low))
})

test('of zeros and ones the limits of a bounded mean are almost Wilson’s', () => {
  const values = Float64Array.from({ length: 400 }, (_, at) => (at < 380 ? 1 : 0))
  const [own, of] = [boundedMeanLimits(values, 0.95), wilson(380, 400, 0.95)]
  expect(own.low).toBeCloseTo(of.low, 3)
  expect(own.high).toBeCloseTo(of.high, 3)
})

test('limits of a bounded mean lie within 0 and 1, around it, and the closer the less the numbers differ', () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 60 })
  fc.assert(
    fc.property(shares, (numbers) => {
      const values = Float64Array.from(numbers)
      const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length
      const { low, high } = boundedMeanLimits(values, 0.95)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(1)
      expect(low).toBeLessThanOrEqual(mean + 1e-12)
      expect(high).toBeGreaterThanOrEqual(mean - 1e-12)
      const nearer = boundedMeanLimits(
        values.map((value) => mean + (value - mean) / 2),
        0.95,
      )
      expect(nearer.high - nearer.low).toBeLessThanOrEqual(high - low + 1e-9)
    }),
  )
})
