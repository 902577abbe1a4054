import { normalQuantile, tQuantile } from '../distributions.ts'
import type { Interval } from './interval.ts'
import { wilson } from './proportions.ts'

/** Student's interval for a mean. @param freedom degrees of freedom; one less than there are values where all carry it alike */
export function meanLimits(values: Float64Array, level: number, freedom = values.length - 1): Interval {
  const n = values.length
  const mean = sumOf(values, (value) => value) / n
  const variance = sumOf(values, (value) => (value - mean) ** 2) / (n * Math.max(1, n - 1))
  const reach = tQuantile((1 + level) / 2, Math.max(1, freedom)) * Math.sqrt(variance)
  return { low: mean - reach, high: mean + reach, level, method: 'student-t' }
}

/**
 * Interval for a mean of numbers that may be skewed: Student's t, whose skewness a cubic transformation takes away. Hall
 * (1992), On the removal of skewness by transformation, Journal of the Royal Statistical Society B 54; of symmetric numbers it
 * is Student's own.
 * @param freedom degrees of freedom; one less than there are values where all carry it alike
 */
export function skewedMeanLimits(values: Float64Array, level: number, freedom = values.length - 1): Interval {
  const n = values.length
  const mean = sumOf(values, (value) => value) / n
  const deviation = Math.sqrt(sumOf(values, (value) => (value - mean) ** 2) / n)
  const skewness = deviation > 0 ? sumOf(values, (value) => ((value - mean) / deviation) ** 3) / n : 0
  const t = tQuantile((1 + level) / 2, Math.max(1, freedom))
  const unit = deviation / Math.sqrt(Math.max(1, n - 1))
  const limit = (quantile: number) => mean - unit * withSkewness(quantile, skewness / Math.sqrt(n))
  return { low: limit(t), high: limit(-t), level, method: 'skewness-t' }
}

/**
 * Interval for a mean of numbers from 0 to 1: Wilson's, over as many rows as their scatter says, v (1 − v) ÷ s², v being their mean and
 * s² its variance. Korn and Graubard (1998). Numbers that do not differ have no width.
 */
export function boundedMeanLimits(values: Float64Array, level: number): Interval {
  const n = values.length
  const mean = sumOf(values, (value) => value) / n
  const variance = sumOf(values, (value) => (value - mean) ** 2) / (n * Math.max(1, n - 1))
  if (variance === 0) return { low: mean, high: mean, level, method: 'wilson-effective' }
  const quantile = (1 + level) / 2
  const rows = ((mean * (1 - mean)) / variance) * (normalQuantile(quantile) / tQuantile(quantile, n - 1)) ** 2
  return { ...wilson(mean * rows, rows, level), method: 'wilson-effective' }
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
