/** Above this many steps the limiting distribution is used instead of the exact one. */
const exactSteps = 4_000_000

/**
 * Probability that Kolmogorov's limiting variable exceeds `x`: 2 Σ (−1)^(k−1) exp(−2k²x²). Below 1 the theta-function form
 * of the same sum, which converges there. Kolmogorov (1933); SciPy: scipy.special.kolmogorov.
 */
export function kolmogorovSurvival(x: number): number {
  if (x <= 0) return 1
  return x < 1 ? 1 - lowerTail(x) : upperTail(x)
}

/**
 * p-value of the two-sided two-sample Kolmogorov–Smirnov test. Exact by counting lattice paths (Hodges 1957; SciPy:
 * ks_2samp(method='exact')) up to 4 million steps, from the limiting distribution above.
 * @param d greatest distance of the two empirical distribution functions, 0 … 1
 * @param n rows of one sample
 * @param m rows of the other
 * @param ties how many of the n + m pooled values share each distinct value (or bin), in increasing order. With it the
 * exact p-value is conditional on the ties (Schröer and Trenkler 1995); without it ties make the test conservative.
 */
export function ksTwoSampleP(d: number, n: number, m: number, ties?: readonly number[]): number {
  if (n < 1 || m < 1) throw new RangeError('a Kolmogorov–Smirnov test needs rows in both samples')
  if (n * m > exactSteps) return kolmogorovSurvival(d * Math.sqrt((n * m) / (n + m)))
  return exactSurvival(d, Math.min(n, m), Math.max(n, m), ties)
}

/** Probability that a random path from (0, 0) to (n, m) touches a point where the two shares differ by `d` or more. */
function exactSurvival(d: number, n: number, m: number, ties: readonly number[] | undefined): number {
  const limit = (0.5 + Math.floor(d * n * m - 1e-7)) / (n * m)
  const counted = countedPositions(n + m, ties)
  const outside = (i: number, j: number) => counted[i + j] === 1 && Math.abs(i / n - j / m) >= limit
  const touched = new Float64Array(m + 1)
  for (let i = 0; i <= n; i += 1) {
    for (let j = 0; j <= m; j += 1) {
      if (outside(i, j)) touched[j] = 1
      else if (i + j > 0) touched[j] = (i * (touched[j] ?? 0) + j * (touched[j - 1] ?? 0)) / (i + j)
    }
  }
  return touched[m] ?? 0
}

/** Marks the positions of the pooled sample where a group of equal values ends: only there the distance counts. */
function countedPositions(total: number, ties: readonly number[] | undefined): Uint8Array {
  const counted = new Uint8Array(total + 1)
  if (!ties) return counted.fill(1)
  let position = 0
  for (const size of ties) {
    position += size
    counted[position] = 1
  }
  if (position !== total) throw new RangeError(`ties add up to ${position} values, not ${total}`)
  return counted
}

function upperTail(x: number): number {
  let sum = 0
  for (let k = 1; k <= 20; k += 1) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x)
  return sum
}

function lowerTail(x: number): number {
  let sum = 0
  for (let k = 1; k <= 20; k += 1) sum += Math.exp(-(((2 * k - 1) * Math.PI) ** 2) / (8 * x * x))
  return (Math.sqrt(2 * Math.PI) / x) * sum
}
