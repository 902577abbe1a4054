import logGamma from '@stdlib/math-base-special-gammaln'

/** Logarithm of the probability that x of n and the rest of m are drawn, given how many are drawn in all. */
export function logHypergeometric(x: number, n: number, drawn: number, m: number): number {
  return logChoose(n, x) + logChoose(m, drawn - x) - logChoose(n + m, drawn)
}

/**
 * Probability that at most `x` of those drawn from n + m are among the n. Terms are added from the greatest down, until they
 * no longer count, so that it costs little where x lies in the lower tail.
 */
export function hypergeometricCdf(x: number, n: number, drawn: number, m: number): number {
  const [low, high] = [Math.max(0, drawn - m), Math.min(n, drawn)]
  if (x < low) return 0
  if (x >= high) return 1
  let sum = 0
  for (let at = x; at >= low; at -= 1) {
    const term = Math.exp(logHypergeometric(at, n, drawn, m))
    sum += term
    if (term < sum * 1e-15 && at < (drawn * n) / (n + m)) break
  }
  return Math.min(1, sum)
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
}
