import { normalCdf } from './distributions.ts'
import { hypergeometricCdf } from './hypergeometric.ts'

/**
 * One-sided p-value of Fisher's exact test: the probability of at least `a` successes among the first n, with all margins
 * fixed. SciPy: fisher_exact(alternative='greater').
 * @param a successes among the first n
 * @param b successes among the second m
 */
export function fisherGreater(a: number, n: number, b: number, m: number): number {
  return hypergeometricCdf(b, m, a + b, n)
}

/** Values in order, so that many sets of rows can be held against the rest of them. */
export interface Ranking {
  /** Rank of each value from 1; the mean of their ranks for equal ones. */
  readonly ranks: Float64Array
  /** Σ (t³ − t) over groups of t equal values. */
  readonly ties: number
}

/** Ranks values once. */
export function ranking(values: Float64Array): Ranking {
  const order = Uint32Array.from(values, (_, at) => at).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks = new Float64Array(values.length)
  let ties = 0
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1
    for (const at of order.subarray(from, to)) ranks[at] = (from + 1 + to) / 2
    ties += (to - from) ** 3 - (to - from)
    from = to
  }
  return { ranks, ties }
}

/**
 * One-sided p-value that some rows have greater values than the rest: Mann and Whitney (1947), by the normal distribution, with
 * correction for ties and continuity. SciPy: mannwhitneyu(alternative='greater', method='asymptotic').
 */
export function rankSumGreater({ ranks, ties }: Ranking, rows: Uint32Array): number {
  const [all, n] = [ranks.length, rows.length]
  const m = all - n
  let sum = 0
  for (const row of rows) sum += ranks[row] ?? 0
  const u = sum - (n * (n + 1)) / 2
  const deviation = Math.sqrt(((n * m) / 12) * (all + 1 - ties / (all * (all - 1))))
  return deviation > 0 ? normalCdf(-(u - (n * m) / 2 - 0.5) / deviation) : 1
}
