/** A source of uniform numbers in [0, 1). */
export type Random = () => number

/** Below this mean a binomial draw is made by inversion, above it by rejection. */
const inversionMean = 10

/** How many of `n` trials succeed, each with probability `p`. */
export function binomialDraw(n: number, p: number, random: Random): number {
  if (n <= 0 || p <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - binomialDraw(n, 1 - p, random)
  return n * p < inversionMean ? byInversion(n, p, random) : byRejection(n, p, random)
}

function byInversion(n: number, p: number, random: Random): number {
  let left = random()
  let chance = (1 - p) ** n
  let successes = 0
  while (left > chance && successes < n) {
    left -= chance
    successes += 1
    chance *= ((n - successes + 1) * p) / (successes * (1 - p))
  }
  return successes
}

/** Transformed rejection with squeeze, BTRS: Hörmann (1993), The generation of binomial random variates. */
function byRejection(n: number, p: number, random: Random): number {
  const deviation = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * deviation
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const alpha = (2.83 + 5.1 / b) * deviation
  const mode = Math.floor((n + 1) * p)
  for (;;) {
    const u = random() - 0.5
    const v = random()
    const distance = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / distance + b) * u + n * p + 0.5)
    if (distance >= 0.07 && v <= 0.92 - 4.2 / b) return k
    if (k < 0 || k > n) continue
    const height = Math.log((v * alpha) / (a / (distance * distance) + b))
    if (height <= logChance(k, n, p) - logChance(mode, n, p)) return k
  }
}

/** Logarithm of the binomial probability of k, up to a term that depends on n alone. */
function logChance(k: number, n: number, p: number): number {
  return k * Math.log(p / (1 - p)) - logFactorial(k) - logFactorial(n - k)
}

/** Stirling's series; from 10 on it is exact to the last bits of a double, below it is summed. */
function logFactorial(k: number): number {
  if (k < 10) {
    let product = 1
    for (let factor = 2; factor <= k; factor += 1) product *= factor
    return Math.log(product)
  }
  const inverse = 1 / (k * k)
  const tail = (1 / 12 - (1 / 360 - (1 / 1260 - inverse / 1680) * inverse) * inverse) / k
  return (k + 0.5) * Math.log(k) - k + 0.5 * Math.log(2 * Math.PI) + tail
}
