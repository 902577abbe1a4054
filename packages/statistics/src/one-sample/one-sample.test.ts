import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import reference from '../fixtures/one-sample.json' with { type: 'json' }
import { ksCriticalDistance, ksDistance, ksOneSampleP } from './one-sample.ts'

test.each(reference.ksOneSample)('the chance of a distance of %d between %d values and theirs is SciPy’s', (...row) => {
  const [d = 0, n = 0, p = 0] = row
  expect(ksOneSampleP(d, n) / p).toBeCloseTo(1, 9)
})

test.each(reference.ksCritical)('the distance with chance %d of %d values is SciPy’s', (p = 0, n = 0, d = 0) =>
  expect(ksCriticalDistance(p, n)).toBeCloseTo(d, 10),
)

test.each([
  [0, 5, 1],
  [0.1, 5, 1],
  [1, 5, 0],
  [1.2, 1, 0],
])('a distance of %d of %d values has chance %d', (d, n, p) => expect(ksOneSampleP(d, n)).toBe(p))

test('no values are refused', () => expect(() => ksOneSampleP(0.5, 0)).toThrow('needs values'))

test.each([
  [[0.5], 0.5],
  [[0.1, 0.2, 0.9], 2 / 3 - 0.2],
  [[0.6, 0.8, 0.9], 0.6],
  [[0.5, 0.5, 0.5, 1], 0.5],
])('values at shares %j lie %d apart', (shares, distance) =>
  expect(ksDistance(Float64Array.from(shares))).toBeCloseTo(distance, 15),
)

test('samples are called different from their own distribution at 5 % about once in twenty', () => {
  const random = seededRandom(5)
  const limit = ksCriticalDistance(0.05, 30)
  let alarms = 0
  for (let trial = 0; trial < 2000; trial += 1) {
    if (ksDistance(Float64Array.from({ length: 30 }, random).sort()) > limit) alarms += 1
  }
  expect(alarms / 2000).toBeGreaterThan(0.038)
  expect(alarms / 2000).toBeLessThan(0.062)
})
