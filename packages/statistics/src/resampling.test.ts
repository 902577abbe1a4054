import { expect, test } from '@jest/globals'
import { seededRandom } from '@trainyard/ports'
import { binomialDraw } from './draws.ts'
import reference from './fixtures/reference.json' with { type: 'json' }
import { bcaLimits, percentileLimits, quantile } from './intervals/limits.ts'
import { bootstrap, type Evaluator, jackknife } from './resampling.ts'

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)
const meanOf =
  (sample: readonly number[]): Evaluator =>
  (weights) => {
    let [total, count] = [0, 0]
    for (let row = 0; row < sample.length; row += 1) {
      total += (sample[row] ?? 0) * (weights[row] ?? 0)
      count += weights[row] ?? 0
    }
    return total / count
  }

test.each([
  [5, 0.3],
  [1000, 0.004],
  [100, 0.5],
  [10_000, 0.9],
  [50, 0.25],
])('binomial draws of %d at %d have the right mean and variance', (n, p) => {
  const random = seededRandom(11)
  const draws = Array.from({ length: 20_000 }, () => binomialDraw(n, p, random))
  const mean = sum(draws) / draws.length
  const variance = sum(draws.map((draw) => (draw - mean) ** 2)) / draws.length
  expect(Math.abs(mean - n * p)).toBeLessThan(4 * Math.sqrt((n * p * (1 - p)) / draws.length))
  expect(variance / (n * p * (1 - p))).toBeGreaterThan(0.95)
  expect(variance / (n * p * (1 - p))).toBeLessThan(1.05)
})

test('every resample has as many rows as the sample', () => {
  const total: Evaluator = (weights) => sum(weights)
  const sizes = Float64Array.of(4, 1, 2, 30, 5)
  const [totals] = bootstrap({ sizes, resamples: 200, random: seededRandom(1) }, [total])
  expect(new Set(totals)).toEqual(new Set([42]))
})

test('drawing cells and drawing rows give the same distribution', () => {
  const share: Evaluator = (weights) => (weights[0] ?? 0) / sum(weights)
  const rows: Evaluator = (weights) => sum(weights.subarray(0, 30)) / sum(weights)
  const options = { resamples: 8000, random: seededRandom(5) }
  const [cells = new Float64Array()] = bootstrap({ ...options, sizes: Float64Array.of(30, 70) }, [share])
  const [singles = new Float64Array()] = bootstrap({ ...options, sizes: new Float64Array(100).fill(1) }, [rows])
  for (const p of [0.05, 0.5, 0.95]) {
    expect(Math.abs(quantile(cells.toSorted(), p) - quantile(singles.toSorted(), p))).toBeLessThan(0.015)
  }
})

test('the same seed gives the same limits', () => {
  const draw = () => bootstrap({ sizes: new Float64Array(9).fill(1), resamples: 50, random: seededRandom(4) }, [sum])
  expect(draw()).toEqual(draw())
})

test.each(reference.bca)('BCa limits of a skewed mean are SciPy’s', ({ sample, low, high }) => {
  const evaluate = meanOf(sample)
  const sizes = new Float64Array(sample.length).fill(1)
  const sampling = { sizes, resamples: 10_000, random: seededRandom(2) }
  const [draws = new Float64Array()] = bootstrap(sampling, [evaluate])
  const limits = bcaLimits({ estimate: evaluate(sizes), draws, jackknife: jackknife(sampling, evaluate) }, 0.95)
  const width = high - low
  expect(Math.abs(limits.low - low)).toBeLessThan(0.05 * width)
  expect(Math.abs(limits.high - high)).toBeLessThan(0.05 * width)
})

test('leaving out groups gives the same acceleration as leaving out rows', () => {
  const random = seededRandom(8)
  const sample = Array.from({ length: 1000 }, () => -Math.log(1 - random()))
  const evaluate = meanOf(sample)
  const sampling = { sizes: new Float64Array(1000).fill(1), resamples: 4000, random }
  const [draws = new Float64Array()] = bootstrap(sampling, [evaluate])
  const estimate = evaluate(sampling.sizes)
  const grouped = bcaLimits({ estimate, draws, jackknife: jackknife(sampling, evaluate, 200) }, 0.9)
  const single = bcaLimits({ estimate, draws, jackknife: jackknife(sampling, evaluate, 1000) }, 0.9)
  expect(Math.abs(grouped.low - single.low)).toBeLessThan(0.1 * (single.high - single.low))
})

test('percentile limits are quantiles', () => {
  const draws = Float64Array.from({ length: 101 }, (_, index) => 100 - index)
  expect(percentileLimits(draws, 0.9).low).toBeCloseTo(5, 10)
  expect(percentileLimits(draws, 0.9).high).toBeCloseTo(95, 10)
})
