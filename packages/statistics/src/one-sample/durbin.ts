/** What is held back of a number that would not fit a double: value · 10^exponent. */
interface Scaled {
  readonly matrix: Float64Array
  readonly exponent: number
}

const step = 140
const large = 10 ** step
const small = 10 ** -step

/**
 * Exact probability that the greatest distance of `n` values from their distribution is below `d`: an element of the power
 * of a matrix of 2⌈nd⌉ − 1 rows. Marsaglia, Tsang and Wang (2003), Evaluating Kolmogorov's distribution. It takes time in
 * proportion to (nd)³ log n.
 */
export function durbinCdf(n: number, d: number): number {
  const k = Math.ceil(n * d)
  const size = 2 * k - 1
  const { matrix, exponent } = power({ matrix: transitions(size, k - n * d), exponent: 0 }, n, size)
  return timesFactorialShare(matrix[(k - 1) * size + k - 1] ?? 0, exponent, n)
}

/** Durbin's matrix: h is what nd lacks to the next whole number. */
function transitions(size: number, h: number): Float64Array {
  const matrix = new Float64Array(size * size)
  const inverse = inverseFactorials(size)
  const of = (j: number) => inverse[j] ?? 0
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= Math.min(row + 1, size - 1); column += 1) {
      matrix[row * size + column] = of(row - column + 1)
    }
  }
  for (let at = 0; at < size; at += 1) {
    const edge = (1 - h ** (at + 1)) * of(at + 1)
    matrix[at * size] = edge
    matrix[size * size - 1 - at] = edge
  }
  matrix[(size - 1) * size] = (1 - 2 * h ** size + Math.max(0, 2 * h - 1) ** size) * of(size)
  return matrix
}

function inverseFactorials(size: number): Float64Array {
  const inverse = new Float64Array(size + 1).fill(1)
  for (let j = 1; j <= size; j += 1) inverse[j] = (inverse[j - 1] ?? 0) / j
  return inverse
}

/** By repeated squaring; of one factor it is itself. */
function power(base: Scaled, n: number, size: number): Scaled {
  if (n === 1) return base
  const half = power(base, Math.floor(n / 2), size)
  const whole = times(half, half, size)
  return n % 2 === 0 ? whole : times(whole, base, size)
}

function times(a: Scaled, b: Scaled, size: number): Scaled {
  const matrix = product(a.matrix, b.matrix, size)
  const exponent = a.exponent + b.exponent
  const middle = (size * size - 1) / 2
  if ((matrix[middle] ?? 0) <= large) return { matrix, exponent }
  return { matrix: matrix.map((value) => value * small), exponent: exponent + step }
}

function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size)
  for (let row = 0; row < size; row += 1) {
    for (let inner = 0; inner < size; inner += 1) {
      const factor = a[row * size + inner] ?? 0
      for (let column = 0; column < size; column += 1) {
        const at = row * size + column
        result[at] = (result[at] ?? 0) + factor * (b[inner * size + column] ?? 0)
      }
    }
  }
  return result
}

/** value · 10^exponent · n! / nⁿ, without leaving the doubles on the way. */
function timesFactorialShare(value: number, exponent: number, n: number): number {
  let [result, held] = [value, exponent]
  for (let i = 1; i <= n; i += 1) {
    result *= i / n
    if (result >= small) continue
    result *= large
    held -= step
  }
  return result * 10 ** held
}
