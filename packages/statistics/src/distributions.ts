import betaIncomplete from '@stdlib/math-base-special-betainc'
import beta from '@stdlib/stats-base-dists-beta-quantile'
import binomial from '@stdlib/stats-base-dists-binomial-cdf'
import chiSquare from '@stdlib/stats-base-dists-chisquare-cdf'
import gamma from '@stdlib/stats-base-dists-gamma-cdf'
import normal from '@stdlib/stats-base-dists-normal-cdf'
import normalInverse from '@stdlib/stats-base-dists-normal-quantile'
import tInverse from '@stdlib/stats-base-dists-t-quantile'

/** Probability that a standard normal variable is at most `z`. */
export function normalCdf(z: number): number {
  return normal(z, 0, 1)
}

/** The `z` that a standard normal variable stays below with probability `p`, 0 ≤ p ≤ 1. */
export function normalQuantile(p: number): number {
  return normalInverse(p, 0, 1)
}

/** Quantile of Student's t with `df` degrees of freedom. */
export function tQuantile(p: number, df: number): number {
  return tInverse(p, df)
}

/** Quantile of the beta distribution with shapes `a`, `b` > 0. */
export function betaQuantile(p: number, a: number, b: number): number {
  return beta(p, a, b)
}

/** Probability that a beta variable with shapes `a`, `b` > 0 is at most `x`. */
export function betaCdf(x: number, a: number, b: number): number {
  return betaIncomplete(Math.min(1, Math.max(0, x)), a, b)
}

/** Probability that a gamma variable with shape `a` > 0 and scale 1 is at most `x`. */
export function gammaCdf(x: number, a: number): number {
  return gamma(x, a, 1)
}

/** Probability that a chi-square variable with `df` degrees of freedom exceeds `x`; absolute error below 1e-14. */
export function chiSquareSurvival(x: number, df: number): number {
  return Math.max(0, 1 - chiSquare(x, df))
}

/** Probability of at most `successes` in `n` independent trials, each with probability `p`. */
export function binomialCdf(successes: number, n: number, p: number): number {
  return binomial(successes, n, p)
}
