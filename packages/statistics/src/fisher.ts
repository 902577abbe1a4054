import logGamma from '@stdlib/math-base-special-gammaln'

/**
 * Two-sided p-value of Fisher's exact test for a 2 × 2 table: the probability, with all margins fixed, of every table that
 * is no more probable than the one seen. SciPy: fisher_exact.
 * @param a successes among the first n
 * @param b successes among the second m
 */
export function fisherExact(a: number, n: number, b: number, m: number): number {
  const successes = a + b
  const [low, high] = [Math.max(0, successes - m), Math.min(n, successes)]
  const seen = logProbability(a, n, successes, m)
  let p = 0
  for (let x = low; x <= high; x += 1) {
    const log = logProbability(x, n, successes, m)
    if (log <= seen + 1e-7) p += Math.exp(log)
  }
  return Math.min(1, p)
}

/** Hypergeometric: x of n and the rest of m, given their sum. */
function logProbability(x: number, n: number, successes: number, m: number): number {
  return logChoose(n, x) + logChoose(m, successes - x) - logChoose(n + m, successes)
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
}
