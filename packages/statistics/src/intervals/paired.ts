import { bisect } from '../bisect.ts'
import { normalQuantile } from '../distributions.ts'
import type { Interval } from './interval.ts'

/** How often two raters were right on the same n rows. */
export interface PairedCounts {
  readonly n: number
  /** Rows where only the first was right. */
  readonly onlyFirst: number
  /** Rows where only the second was right. */
  readonly onlySecond: number
}

/**
 * Interval for the difference of two shares on the same rows, first minus second. Score method of Tango (1998), Statistics
 * in Medicine 17: sound where few rows or none are discordant. The interval that belongs to McNemar's test.
 */
export function tango(counts: PairedCounts, level: number): Interval {
  const z = normalQuantile((1 + level) / 2)
  const observed = (counts.onlyFirst - counts.onlySecond) / counts.n
  const excess = (side: number) => (difference: number) =>
    deviation(counts, difference) - side * z * spread(counts, difference)
  return { low: bisect(excess(-1), -1, observed), high: bisect(excess(1), observed, 1), level, method: 'tango' }
}

/** Grows with `difference`: how far it lies above the observed one, in rows. */
function deviation({ n, onlyFirst, onlySecond }: PairedCounts, difference: number): number {
  return n * difference - (onlyFirst - onlySecond)
}

/** Standard deviation of the observed difference, in rows, if the true one were `difference`. */
function spread(counts: PairedCounts, difference: number): number {
  const { n } = counts
  const discordant = 2 * likelyOnlySecond(counts, difference) + difference * (1 - difference)
  return Math.sqrt(Math.max(0, n * discordant))
}

/** Maximum-likelihood share of `onlySecond` where the difference is held fixed. */
function likelyOnlySecond({ n, onlyFirst, onlySecond }: PairedCounts, difference: number): number {
  const b = -onlyFirst - onlySecond + (2 * n - onlyFirst + onlySecond) * difference
  const c = -onlySecond * difference * (1 - difference)
  return (Math.sqrt(Math.max(0, b * b - 8 * n * c)) - b) / (4 * n)
}
