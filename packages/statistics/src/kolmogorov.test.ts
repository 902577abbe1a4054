import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import reference from './fixtures/reference.json' with { type: 'json' }
import { kolmogorovSurvival, ksTwoSampleP } from './kolmogorov.ts'

test.each(reference.kolmogorov)('the limit distribution beyond %d is SciPy’s', (x = 0, p = 0) =>
  expect(kolmogorovSurvival(x)).toBeCloseTo(p, 12),
)

test.each(reference.ks)('exact p of $n and $m rows is SciPy’s', ({ d, n, m, p }) => {
  expect(ksTwoSampleP(d, n, m)).toBeCloseTo(p, 10)
  expect(ksTwoSampleP(d, m, n)).toBeCloseTo(p, 10)
})

test.each(reference.ksTied)('with ties, exact p of $n and $m rows is the share of all splits', ({ d, n, m, ties, p }) =>
  expect(ksTwoSampleP(d, n, m, ties)).toBeCloseTo(p, 12),
)

test('large samples use the limit, which agrees with the exact count at the border', () => {
  const [n, m] = [2000, 2000]
  const d = 1.36 / Math.sqrt((n * m) / (n + m))
  expect(Math.abs(ksTwoSampleP(d, n, m) - ksTwoSampleP(d, n + 1, m))).toBeLessThan(0.006)
})

test('a distance of 1 between large samples is as good as impossible', () =>
  expect(ksTwoSampleP(1, 500, 500)).toBeLessThan(1e-100))

test('samples from one distribution are called different at 5 % about once in twenty', () => {
  const random = seededRandom(3)
  let alarms = 0
  for (let trial = 0; trial < 2000; trial += 1) {
    const [a, b] = [Array.from({ length: 30 }, random), Array.from({ length: 40 }, random)]
    if (ksTwoSampleP(distance(a, b), 30, 40) <= 0.05) alarms += 1
  }
  expect(alarms / 2000).toBeGreaterThan(0.03)
  expect(alarms / 2000).toBeLessThan(0.062)
})

test('ties that do not add up are refused', () => expect(() => ksTwoSampleP(0.5, 3, 4, [3, 3])).toThrow('not 7'))

function distance(a: readonly number[], b: readonly number[]): number {
  const share = (values: readonly number[], x: number) => values.filter((value) => value <= x).length / values.length
  return Math.max(...[...a, ...b].map((x) => Math.abs(share(a, x) - share(b, x))))
}
