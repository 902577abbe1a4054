import { betaQuantile, normalQuantile } from '../distributions.ts'
import type { Interval } from './interval.ts'

/**
 * Interval for a proportion. Wilson (1927), without continuity correction.
 * statsmodels: proportion_confint(method='wilson').
 * @param level two-sided confidence, for example 0.95
 */
export function wilson(successes: number, n: number, level: number): Interval {
  const z = normalQuantile((1 + level) / 2)
  const share = successes / n
  const shrink = 1 + (z * z) / n
  const centre = (share + (z * z) / (2 * n)) / shrink
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === n ? 1 : Math.min(1, centre + half),
    level,
    method: 'wilson',
  }
}

/**
 * Exact interval for a proportion: never covers less than `level`. Clopper and Pearson (1934).
 * statsmodels: proportion_confint(method='beta').
 */
export function clopperPearson(successes: number, n: number, level: number): Interval {
  const tail = (1 - level) / 2
  return {
    low: successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    high: successes === n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
    level,
    method: 'clopper-pearson',
  }
}
