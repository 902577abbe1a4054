import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { binomialCdf } from '../distributions.ts'
import { medianLimits } from './median.ts'

const numbers = Float64Array.of(7.8, 6.6, 6.5, 7.4, 7.3, 7, 6.4, 7.1, 6.7, 7.6, 6.8)
const limitsOf = (level: number) => medianLimits(numbers, [level])[0]

test.each([
  [0.98828125, 6.5, 7.6],
  [0.9345703125, 6.6, 7.4],
])(
  'at a confidence of %d that a pair has, the limits are that pair, as BSDA’s SIGN.test has them',
  (level, low, high) => {
    expect(limitsOf(level)).toMatchObject({ low: expect.closeTo(low, 9), high: expect.closeTo(high, 9) })
  },
)

test('between two pairs they lie nearer to the inner one than in a straight line', () => {
  const part = (0.98828125 - 0.95) / (0.98828125 - 0.9345703125)
  const share = (9 * part) / (2 + 7 * part)
  expect(share).toBeGreaterThan(part)
  expect(limitsOf(0.95)).toMatchObject({
    low: expect.closeTo(6.5 + 0.1 * share, 9),
    high: expect.closeTo(7.6 - 0.2 * share, 9),
  })
})

test('of fewer than six numbers no pair covers 95 %, and limits of equal numbers have no width', () => {
  expect(medianLimits(Float64Array.of(1, 2, 3, 4, 5), [0.95])[0]?.low).toBeNaN()
  expect(medianLimits(Float64Array.of(1, 2, 3, 4, 5, 6), [0.95])[0]).toMatchObject({ low: expect.closeTo(1.357, 3) })
  expect(medianLimits(new Float64Array(9).fill(4), [0.95])[0]).toMatchObject({ low: 4, high: 4 })
})

test.each([100, 4321])('of %d numbers the pairs around a confidence are those next to it', (n) => {
  const ranks = Float64Array.from({ length: n }, (_, at) => at + 1)
  const [{ low, high } = { low: 0, high: 0 }] = medianLimits(ranks, [0.9])
  expect(low + high).toBeCloseTo(n + 1, 6)
  expect(2 * binomialCdf(Math.floor(low) - 1, n, 0.5)).toBeLessThanOrEqual(0.1)
  expect(2 * binomialCdf(Math.ceil(low + 1e-9) - 1, n, 0.5)).toBeGreaterThan(0.1)
})

test('they hold the median of skewed numbers as often as they say', () => {
  const random = seededRandom(7)
  let held = 0
  for (let time = 0; time < 4000; time += 1) {
    const drawn = Float64Array.from({ length: 17 }, () => -Math.log(1 - random()))
    const [{ low, high } = { low: 1, high: 0 }] = medianLimits(drawn, [0.95])
    if (low <= Math.LN2 && Math.LN2 <= high) held += 1
  }
  expect(held / 4000).toBeGreaterThan(0.94)
  expect(held / 4000).toBeLessThan(0.963)
})
