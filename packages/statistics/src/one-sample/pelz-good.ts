const { exp, PI, sqrt } = Math

/** More terms than count where z is below 3. */
const terms = 16

/**
 * Probability that the greatest distance of `n` values from their distribution is below `d`: Kolmogorov's limit with
 * corrections up to n^(−3/2). Pelz and Good (1976); as Simard and L'Ecuyer (2011) give it.
 */
export function pelzGoodCdf(n: number, d: number): number {
  const z = d * sqrt(n)
  const sum = halves(z).map((half, order) => (half - wholes(z, order)) / n ** (order / 2))
  return Math.min(1, Math.max(0, sqrt(2 * PI) * sum.reduce((all, part) => all + part, 0)))
}

/** Sums over π(k − ½), k = 1, 2, …, of the four orders. */
function halves(z: number): readonly number[] {
  const sums = [0, 0, 0, 0]
  for (let k = 1; k <= terms; k += 1) {
    const u = (PI * (k - 0.5)) ** 2
    const weight = exp(-u / (2 * z * z))
    coefficients(u, z * z).forEach((coefficient, order) => {
      sums[order] = (sums[order] ?? 0) + coefficient * weight
    })
  }
  const divisors = [z, 6 * z ** 4, 72 * z ** 7, 6480 * z ** 10]
  return sums.map((sum, order) => sum / (divisors[order] ?? 1))
}

/** Polynomials in u = π²(k − ½)² and v = z². */
function coefficients(u: number, v: number): readonly number[] {
  return [
    1,
    u - v,
    6 * v ** 3 + 2 * v ** 2 + (2 * v ** 2 - 5 * v) * u + (1 - 2 * v) * u ** 2,
    (5 - 30 * v) * u ** 3 +
      (212 * v ** 2 - 60 * v) * u ** 2 +
      (135 * v ** 2 - 96 * v ** 3) * u -
      30 * v ** 3 -
      90 * v ** 4,
  ]
}

/** Sums over πk, k = 1, 2, …, which the last two orders take away. */
function wholes(z: number, order: number): number {
  if (order < 2) return 0
  let sum = 0
  for (let k = 1; k <= terms; k += 1) {
    const u = (PI * k) ** 2
    const weight = exp(-u / (2 * z * z))
    sum += weight * (order === 2 ? u / (36 * z ** 3) : (u * u - 3 * u * z * z) / (216 * z ** 6))
  }
  return sum
}
