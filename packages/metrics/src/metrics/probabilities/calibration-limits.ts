import { seededRandom } from '@trainyard/ports'
import { binomialDraw, type Interval, quantile } from '@trainyard/statistics'
import type { IntervalRequest } from '../../types.ts'

/** What lies in a bin. */
export interface Bin {
  readonly rows: number
  /** Mean of their probabilities. */
  readonly probability: number
  /** How many have the outcome. */
  readonly outcomes: number
}

/**
 * Limits of Σ |aᵦ| over bins, of which Σ |aᵦ + eᵦ| was observed, e being what chance adds: those of the least favourable pattern of
 * the aᵦ, so that they hold for any. From below all of the sum in one bin, where at most Σ |eᵦ| is added. From above aᵦ in proportion
 * to the scatter of eᵦ: the convex sum Σ E|aᵦ + eᵦ| is then the least that a sum of |aᵦ| can have.
 * @param value what was observed
 */
export function calibrationLimits(
  value: number,
  bins: readonly Bin[],
  { levels, resamples, seed }: IntervalRequest,
): readonly Interval[] {
  const noise = noiseOf(bins, resamples, seededRandom(seed))
  const whole = Float64Array.from(noise, (draw) => draw.reduce((sum, e) => sum + Math.abs(e), 0)).sort()
  const scatter = bins.map((_, bin) => Math.sqrt(noise.reduce((sum, draw) => sum + (draw[bin] ?? 0) ** 2, 0)))
  return levels.map((level) => {
    const tail = (1 - level) / 2
    const low = Math.max(0, value - quantile(whole, 1 - tail))
    return { low, high: Math.max(value, highest(value, tail, noise, scatter)), level, method: 'calibration-bootstrap' }
  })
}

/** Draws of what chance adds to each bin, by rows and by outcomes; half an outcome of either kind is added: none seen is not none. */
function noiseOf(bins: readonly Bin[], draws: number, random: () => number): readonly Float64Array[] {
  const all = bins.reduce((sum, { rows }) => sum + rows, 0)
  const shares = bins.map(({ rows, outcomes }) => (outcomes + 0.5) / (rows + 1))
  return Array.from({ length: draws }, () => {
    let [left, rest] = [all, all]
    return Float64Array.from(bins, ({ rows, probability }, at) => {
      const share = shares[at] ?? 0
      const drawn = binomialDraw(left, rest > 0 ? Math.min(1, rows / rest) : 0, random)
      left -= drawn
      rest -= rows
      return (drawn * probability - binomialDraw(drawn, share, random) - rows * (probability - share)) / all
    })
  })
}

/** Halvings of what lies between 0 and 1. */
const steps = 20

/** The greatest sum of |aᵦ| of which as little as was observed is not too rare. */
function highest(value: number, tail: number, noise: readonly Float64Array[], scatter: readonly number[]): number {
  const total = scatter.reduce((sum, one) => sum + one, 0)
  if (total === 0) return value
  const isRare = (sum: number) => {
    const pattern = Float64Array.from(scatter, (one) => (sum * one) / total)
    return countUpTo(value, pattern, noise) <= tail * noise.length
  }
  let [low, high] = [0, 1]
  for (let step = 0; step < steps; step += 1) {
    const middle = (low + high) / 2
    if (isRare(middle)) high = middle
    else low = middle
  }
  return high
}

/** How many draws bring the sum of |aᵦ + eᵦ| to this value at most. */
function countUpTo(value: number, pattern: Float64Array, noise: readonly Float64Array[]): number {
  let count = 0
  for (const draw of noise) {
    let sum = 0
    for (let bin = 0; bin < pattern.length; bin += 1) sum += Math.abs((pattern[bin] ?? 0) + (draw[bin] ?? 0))
    if (sum <= value) count += 1
  }
  return count
}
