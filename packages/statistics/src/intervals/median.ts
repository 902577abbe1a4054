import { binomialCdf, normalQuantile } from '../distributions.ts'
import type { Interval } from './interval.ts'

/**
 * Interval for a median between order statistics, which holds for any distribution, interpolated between the last pair that
 * covers enough and the next one that does not. Hettmansperger and Sheather (1986), Statistics & Probability Letters 4. Not
 * finite where the numbers are too few for any pair.
 */
export function medianLimits(values: Float64Array, levels: readonly number[]): readonly Interval[] {
  const sorted = values.toSorted()
  return levels.map((level) => ({ ...between(sorted, level), level, method: 'order-statistics' }))
}

function between(sorted: Float64Array, level: number) {
  const n = sorted.length
  const place = lastCovering(n, level)
  if (place === 0) return { low: Number.NaN, high: Number.NaN }
  const [wide, narrow] = [covered(n, place), covered(n, place + 1)]
  const part = (wide - level) / (wide - narrow)
  const share = ((n - place) * part) / (place + (n - 2 * place) * part)
  const at = (from: number, to: number) => (1 - share) * (sorted[from - 1] ?? 0) + share * (sorted[to - 1] ?? 0)
  return { low: at(place, place + 1), high: at(n - place + 1, n - place) }
}

/** Chance that the median lies between the order statistics of this place from either end. */
function covered(n: number, place: number): number {
  return 1 - 2 * binomialCdf(place - 1, n, 0.5)
}

/** The innermost place that covers enough; 0 where none does. */
function lastCovering(n: number, level: number): number {
  const near = Math.floor(n / 2 - (normalQuantile((1 + level) / 2) * Math.sqrt(n)) / 2)
  let place = Math.max(0, Math.min(near, Math.floor((n - 1) / 2)))
  while (place > 0 && covered(n, place) < level) place -= 1
  while (place + 1 <= n / 2 && covered(n, place + 1) >= level) place += 1
  return place
}
