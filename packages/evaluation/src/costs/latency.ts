import type { Measured } from '@trainyard/metrics'
import { seededRandom } from '@trainyard/ports'
import { binomialCdf, quantile } from '@trainyard/statistics'

const resamples = 1000
/** Requests one after the other that are drawn together: what slows one slows its neighbours. */
const blockLength = 10

/**
 * A quantile of independent requests, with bounds that are order statistics and hold for any distribution. Conover (1999),
 * Practical Nonparametric Statistics, §3.2. Without bounds where the requests are too few for the quantile.
 * @param share of the requests that are not slower: 0.95
 */
export function latencyQuantile(latencies: Float64Array, share: number): Measured {
  const sorted = latencies.toSorted()
  const value = quantile(sorted, share)
  const shown = orderLimits(sorted, share, 0.025)
  const bounds = orderLimits(sorted, share, 0.05)
  return {
    value,
    ...(shown && { interval: { ...shown, level: 0.95, method: 'order statistics' } }),
    ...(bounds && { bounds }),
  }
}

/** Limits that the quantile is beyond with probability `tail` each at most; undefined where one would be beyond the sample. */
function orderLimits(sorted: Float64Array, share: number, tail: number) {
  const rows = sorted.length
  const below = (count: number) => binomialCdf(count, rows, share)
  let first = 0
  while (first < rows && below(first) <= tail) first += 1
  let last = first
  while (last < rows && 1 - below(last) > tail) last += 1
  const [low, high] = [sorted[first - 1], sorted[last]]
  return low === undefined || high === undefined ? undefined : { low, high }
}

/**
 * Quantile of the candidate over that of the champion, for requests that were made in turns: what slows the machine slows
 * both. Percentile bootstrap of blocks of pairs, Künsch (1989). Without bounds where the requests are too few.
 * @param seed of the bootstrap
 */
export function latencyRatio(candidate: Float64Array, champion: Float64Array, share: number, seed: number): Measured {
  const value = quantile(candidate.toSorted(), share) / quantile(champion.toSorted(), share)
  if ([candidate, champion].some((one) => latencyQuantile(one, share).bounds === undefined)) return { value }
  const draws = drawRatios(candidate, champion, share, seed).toSorted()
  const limits = (tail: number) => ({ low: quantile(draws, tail), high: quantile(draws, 1 - tail) })
  return { value, interval: { ...limits(0.025), level: 0.95, method: 'block bootstrap' }, bounds: limits(0.05) }
}

function drawRatios(candidate: Float64Array, champion: Float64Array, share: number, seed: number): Float64Array {
  const random = seededRandom(seed)
  const pairs = candidate.length
  const [one, other] = [new Float64Array(pairs), new Float64Array(pairs)]
  return Float64Array.from({ length: resamples }, () => {
    for (let at = 0, from = 0; at < pairs; at += 1, from += 1) {
      if (at % blockLength === 0) from = Math.floor(random() * pairs)
      one[at] = candidate[from % pairs] ?? Number.NaN
      other[at] = champion[from % pairs] ?? Number.NaN
    }
    return quantile(one.sort(), share) / quantile(other.sort(), share)
  })
}
