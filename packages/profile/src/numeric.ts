import type { NumericProfile } from '@trainyard/evidence'

/** Counts numbers between fixed edges as they come, and keeps their moments (Welford 1962; Chan et al. 1983 to merge). */
export interface NumericCounter {
  add(values: Float64Array): void
  readonly missing: number
  profile(): NumericProfile
}

/** @param edges increasing cut points e₁ … e_k */
export function numericCounter(edges: readonly number[]): NumericCounter {
  const counts = new Float64Array(edges.length + 1)
  const state = { n: 0, missing: 0, mean: 0, squares: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }
  const addOne = (value: number) => {
    const bin = binOf(edges, value)
    counts[bin] = (counts[bin] ?? 0) + 1
    state.n += 1
    const delta = value - state.mean
    state.mean += delta / state.n
    state.squares += delta * (value - state.mean)
    state.min = Math.min(state.min, value)
    state.max = Math.max(state.max, value)
  }
  return {
    add: (values) => {
      for (const value of values) {
        if (Number.isNaN(value)) state.missing += 1
        else addOne(value)
      }
    },
    get missing() {
      return state.missing
    },
    profile: () => ({ kind: 'numeric', edges, counts: [...counts], ...moments(state) }),
  }
}

function moments({
  n,
  mean,
  squares,
  min,
  max,
}: {
  n: number
  mean: number
  squares: number
  min: number
  max: number
}) {
  const finite = (value: number) => (n > 0 && Number.isFinite(value) ? value : null)
  return {
    min: finite(min),
    max: finite(max),
    mean: finite(mean),
    std: n > 1 ? finite(Math.sqrt(squares / (n - 1))) : null,
  }
}

/** The bin a value belongs to: 0 for ≤ e₁, then (e₁, e₂], …, k for > e_k. */
export function binOf(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (value <= (edges[middle] ?? Number.POSITIVE_INFINITY)) high = middle
    else low = middle + 1
  }
  return low
}
