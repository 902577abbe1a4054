import { normalQuantile } from './distributions.ts'
import { hypergeometricCdf } from './hypergeometric.ts'

/** How many values were seen, and how many will be. */
export interface Samples {
  readonly seen: number
  readonly future: number
}

/**
 * How many of `future` values of the same source lie outside an interval between order statistics of the `seen` values, at
 * most: more do with probability at most `alpha`, whatever the distribution is. Wilks (1941), in the form of Fligner and
 * Wolfe (1976); ties only make it rarer.
 *
 * With `cut` one more than the events that were seen, it is the upper prediction limit of as many events: Thatcher (1964).
 * @param cut order statistics outside or on the interval's ends: 2 between the minimum and the maximum
 */
export function mostOutside(cut: number, { seen, future }: Samples, alpha: number): number {
  if (cut > seen) return future
  const chanceOfMore = (count: number) => hypergeometricCdf(cut - 1, seen, cut + count, future)
  return firstWhere((count) => chanceOfMore(count) <= alpha, future)
}

/**
 * Ranks, from 1, of the `seen` values that the median of `future` values lies between, except with probability at most
 * `alpha`, whatever the distribution is. Fligner and Wolfe (1976). Undefined where there are too few values.
 */
export function medianRanks(
  { seen, future }: Samples,
  alpha: number,
): { readonly low: number; readonly high: number } | undefined {
  if (seen === 0 || future === 0) return undefined
  const lower = Math.floor(future / 2) + 1
  const chanceAbove = (rank: number) => hypergeometricCdf(lower - 1, future, rank + lower - 1, seen)
  const high = firstWhere((rank) => chanceAbove(rank) <= alpha / 2, seen + 1)
  return high > seen ? undefined : { low: seen + 1 - high, high }
}

/**
 * How many of `future` rows are of a category that none of the `seen` rows has, at most, except with a probability of about
 * `alpha`. Categories seen once say how many are expected, those seen once and twice how far it scatters: Good (1953), Esty
 * (1983), as a score limit, in which the rows to come scatter by what the limit itself allows. At least it is Thatcher's limit
 * of rare events.
 */
export function mostUnseen(
  { once, twice }: { readonly once: number; readonly twice: number },
  samples: Samples,
  alpha: number,
): number {
  const { seen, future } = samples
  const ratio = future / seen
  const z = normalQuantile(1 - alpha)
  const variance = ratio * (1 + ratio) * once + 2 * ratio * ratio * twice
  const distance = (z * z * ratio + Math.sqrt((z * z * ratio) ** 2 + 4 * z * z * variance)) / 2
  const scattered = Math.ceil(once * ratio + distance)
  return Math.min(future, Math.max(scattered, mostOutside(once + 1, samples, alpha)))
}

/** The least of 0 … last that holds, for a condition that goes on holding; `last` where none does. */
function firstWhere(holds: (value: number) => boolean, last: number): number {
  let [low, high] = [0, last]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
