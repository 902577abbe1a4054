import { logHypergeometric } from './hypergeometric.ts'

/**
 * Two-sided p-value of Fisher's exact test for a 2 × 2 table: the probability, with all margins fixed, of every table that
 * is no more probable than the one seen. SciPy: fisher_exact.
 * @param a successes among the first n
 * @param b successes among the second m
 */
export function fisherExact(a: number, n: number, b: number, m: number): number {
  const successes = a + b
  const [low, high] = [Math.max(0, successes - m), Math.min(n, successes)]
  const seen = logHypergeometric(a, n, successes, m)
  let p = 0
  for (let x = low; x <= high; x += 1) {
    const log = logHypergeometric(x, n, successes, m)
    if (log <= seen + 1e-7) p += Math.exp(log)
  }
  return Math.min(1, p)
}
