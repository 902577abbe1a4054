import type { Bins } from '../divergence/partition.ts'

interface Partition {
  readonly bins: readonly number[]
  readonly weights: readonly number[]
}

/** Shares of the values in each bin, as numpy.histogram counts them; with bins for what lies below and above, if any does. */
export function observedPartition(values: Float64Array, { bins }: Bins): Partition {
  const [low = 0, high = 0] = [values[0], values.at(-1)]
  const last = bins.at(-1) ?? 0
  const edges = bins.map((edge, at) =>
    firstWhere(values, (value) => (at < bins.length - 1 ? value >= edge : value > edge)),
  )
  const [below, above] = [low < (bins[0] ?? 0), high > last]
  const all = [...(below ? [0] : []), ...edges, ...(above ? [values.length] : [])]
  return {
    bins: [...(below ? [low] : []), ...bins, ...(above ? [high] : [])],
    weights: all.slice(1).map((edge, at) => (edge - (all[at] ?? 0)) / values.length),
  }
}

/** The sums of the weights up to each edge. */
export function cumulated({ bins, weights }: Partition): {
  readonly x: readonly number[]
  readonly cdf_values: number[]
} {
  let sum = 0
  const sums = weights.map((weight) => {
    sum += weight
    return sum
  })
  return { x: bins, cdf_values: [0, ...sums] }
}

/** The first place in increasing values from which on a condition holds. */
function firstWhere(values: Float64Array, holds: (value: number) => boolean): number {
  let [from, to] = [0, values.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (holds(values[middle] ?? 0)) to = middle
    else from = middle + 1
  }
  return from
}
