import { tQuantile } from '../distributions.ts'
import type { Interval } from './interval.ts'

/**
 * Interval for a mean of numbers that may be skewed: Student's t, whose skewness a cubic transformation takes away. Hall
 * (1992), On the removal of skewness by transformation, Journal of the Royal Statistical Society B 54; of symmetric numbers it
 * is Student's own.
 */
export function skewedMeanLimits(values: Float64Array, level: number): Interval {
  const n = values.length
  const mean = sumOf(values, (value) => value) / n
  const deviation = Math.sqrt(sumOf(values, (value) => (value - mean) ** 2) / n)
  const skewness = deviation > 0 ? sumOf(values, (value) => ((value - mean) / deviation) ** 3) / n : 0
  const t = tQuantile((1 + level) / 2, Math.max(1, n - 1))
  const unit = deviation / Math.sqrt(Math.max(1, n - 1))
  const limit = (quantile: number) => mean - unit * withSkewness(quantile, skewness / Math.sqrt(n))
  return { low: limit(t), high: limit(-t), level, method: 'skewness-t' }
}

/** The studentised mean whose transform T + a T² / 3 + a² T³ / 27 + a / 6 is `t`; a: skewness over the root of the rows. */
export function withSkewness(t: number, a: number): number {
  return Math.abs(a) < 1e-9 ? t : (3 / a) * (Math.cbrt(1 + a * (t - a / 6)) - 1)
}

function sumOf(values: Float64Array, of: (value: number) => number): number {
  let sum = 0
  for (let at = 0; at < values.length; at += 1) sum += of(values[at] ?? 0)
  return sum
}
