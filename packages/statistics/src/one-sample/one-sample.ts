import logGamma from '@stdlib/math-base-special-gammaln'
import { bisect } from '../bisect.ts'
import { durbinCdf } from './durbin.ts'
import { pelzGoodCdf } from './pelz-good.ts'

/** Up to this many values the exact probability is always near. */
const fewValues = 140
/** Above this many the exact probability takes too long. */
const exactValues = 100_000
/** Above this many the sum of the upper tail takes too long. */
const summedValues = 1_000_000

/**
 * Greatest distance of the empirical distribution function of a sample from a continuous distribution.
 * @param shares the distribution function at each value, in increasing order
 */
export function ksDistance(shares: Float64Array): number {
  const n = shares.length
  let distance = 0
  for (let at = 0; at < n; at += 1) {
    const share = shares[at] ?? 0
    distance = Math.max(distance, (at + 1) / n - share, share - at / n)
  }
  return distance
}

/**
 * p-value of the two-sided one-sample Kolmogorov–Smirnov test: the probability that `n` values of a continuous distribution
 * lie `d` or more apart from it. The methods, and where each is used, are those of Simard and L'Ecuyer (2011), Computing the
 * two-sided Kolmogorov–Smirnov distribution. SciPy: scipy.stats.kstwo.sf, kstest(method='exact').
 */
export function ksOneSampleP(d: number, n: number): number {
  if (!Number.isInteger(n) || n < 1) throw new RangeError('a Kolmogorov–Smirnov test needs values')
  const t = n * d
  if (t <= 0.5) return 1
  if (d >= 1) return 0
  if (t <= 1) return 1 - nearest(n, t)
  if (t >= n - 1) return 2 * (1 - d) ** n
  if (d >= 0.5 || t * d >= (n <= fewValues ? 4 : 2.2)) return Math.min(1, 2 * oneSided(n, d))
  const exact = n <= fewValues || (n <= exactValues && n * d ** 1.5 <= 1.4)
  return Math.min(1, Math.max(0, 1 - (exact ? durbinCdf(n, d) : pelzGoodCdf(n, d))))
}

/** The distance of `n` values from their distribution that is reached with probability `p`. SciPy: scipy.stats.kstwo.isf. */
export function ksCriticalDistance(p: number, n: number): number {
  return bisect((d) => p - ksOneSampleP(d, n), 0, 1)
}

/** Probability of a distance of at most t / n, for t from ½ to 1: n! (2d − 1/n)ⁿ. Ruben and Gambino (1982). */
function nearest(n: number, t: number): number {
  return Math.exp(logGamma(n + 1) + n * Math.log((2 * t - 1) / n))
}

/** Probability that the sample is ahead of its distribution by `d` or more somewhere. Birnbaum and Tingey (1951). */
function oneSided(n: number, d: number): number {
  if (n > summedValues) return Math.exp(-((6 * n * d + 1) ** 2) / (18 * n))
  const whole = logGamma(n + 1)
  let sum = 0
  for (let j = 0; j < n * (1 - d); j += 1) {
    const choices = whole - logGamma(j + 1) - logGamma(n - j + 1)
    sum += Math.exp(choices + (j - 1) * Math.log(d + j / n) + (n - j) * Math.log(1 - d - j / n))
  }
  return d * sum
}
