import { normalCdf, normalQuantile, tQuantile } from '../distributions.ts'
import type { Interval } from './interval.ts'

/** Values of a statistic on resamples, with what BCa needs to correct them. */
export interface Resampled {
  readonly estimate: number
  readonly draws: Float64Array
  /** Values with one row, or one group of rows, left out at a time. */
  readonly jackknife: readonly number[]
}

/** Quantile of sorted numbers, interpolated (Hyndman and Fan's type 7, numpy's default). */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const position = p * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below] ?? Number.NaN
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN
  return low + (position - below) * (high - low)
}

/** Percentile interval of resampled values. Efron (1979). */
export function percentileLimits(draws: Float64Array, level: number): Interval {
  const sorted = draws.toSorted()
  const tail = (1 - level) / 2
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail), level, method: 'bootstrap' }
}

/** Bias-corrected and accelerated interval. Efron (1987); SciPy: stats.bootstrap(method='BCa'). */
export function bcaLimits(resampled: Resampled, level: number): Interval {
  const sorted = resampled.draws.toSorted()
  const bias = biasCorrection(resampled)
  const acceleration = accelerationOf(resampled.jackknife)
  const limit = (p: number) => {
    const z = bias + normalQuantile(p)
    return quantile(sorted, normalCdf(bias + z / (1 - acceleration * z)))
  }
  const tail = (1 - level) / 2
  return { low: limit(tail), high: limit(1 - tail), level, method: 'bootstrap-bca' }
}

/**
 * Student's interval from values with one random group of rows left out at a time: the delete-a-group jackknife, Kott
 * (2001). For many rows, where a bootstrap would take long and say the same.
 */
export function jackknifeLimits(
  estimate: number,
  values: readonly number[],
  level: number,
  freedom = values.length - 1,
): Interval {
  const reach = tQuantile((1 + level) / 2, freedom) * Math.sqrt(jackknifeVariance(values))
  return { low: estimate - reach, high: estimate + reach, level, method: 'jackknife' }
}

/** Variance of a value, by those without each unit, or without each of as many groups. Efron and Tibshirani (1993), §11. */
export function jackknifeVariance(values: readonly number[]): number {
  const groups = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / groups
  return ((groups - 1) / groups) * values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}

/** Normal score of the share of draws below the estimate, ties counted half; kept finite where it is 0 or 1. */
function biasCorrection({ draws, estimate }: Resampled): number {
  let below = 0
  for (const value of draws) below += value < estimate ? 1 : value === estimate ? 0.5 : 0
  const share = (below + 0.5) / (draws.length + 1)
  return normalQuantile(share)
}

function accelerationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  let [squares, cubes] = [0, 0]
  for (const value of values) {
    squares += (mean - value) ** 2
    cubes += (mean - value) ** 3
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0
}
