import { seededRandom } from '@trainyard/ports'
import { bootstrap, type Interval, type Sampling } from '@trainyard/statistics'
import type { IntervalRequest } from '../types.ts'

/** A deviation, unlike a limit, is known to 4 % after this many resamples. */
const deviationResamples = 400

/** One term of a weighted mean. */
export interface Part {
  /** Share in the mean; all shares add up to 1. */
  readonly share: number
  readonly estimate: number
  /** Intervals that are sound at the edge of the range, one a level. */
  readonly limits: readonly Interval[]
}

/** Values on one weighting of the rows: of the mean, whose shares may vary with it, and of each part. */
export interface MeanValues {
  readonly mean: number
  readonly parts: ArrayLike<number>
}

export interface Average {
  readonly parts: readonly Part[]
  readonly values: (weights: Float64Array) => MeanValues
  /** What is drawn from: rows, or cells of like rows. */
  readonly drawFrom: Pick<Sampling, 'sizes'>
}

/** Limits of a mean from those of its parts, how far they depend on each other by bootstrap. */
export function averageLimits(average: Average, { levels, resamples, seed }: IntervalRequest): readonly Interval[] {
  const { parts, values, drawFrom } = average
  const enough = Math.min(resamples, deviationResamples)
  const factor = dependence(average, { ...drawFrom, resamples: enough, random: seededRandom(seed) })
  return moverLimits({ parts, factor, estimate: values(drawFrom.sizes).mean }, levels)
}

export interface DependentParts extends Pick<Average, 'parts'> {
  /** The mean itself. */
  readonly estimate: number
  /** How much of the parts' own spread is left in their mean. */
  readonly factor: number
}

/**
 * Limits of a mean from the limits of its parts: θ ∓ f · Σ shareᵢ · (distance of part i to its limit). MOVER (Zou and
 * Donner 2008), with one factor f for all correlations: the mean's deviation over that of fully dependent parts. Where
 * nothing varies, such as with no error at all, f is 1, which can only widen.
 */
export function moverLimits(
  { parts, estimate, factor }: DependentParts,
  levels: readonly number[],
): readonly Interval[] {
  return levels.map((level, index) => {
    const reach = (side: (interval: Interval, at: number) => number) =>
      factor *
      parts.reduce(
        (sum, part) => sum + part.share * (part.limits[index] ? side(part.limits[index], part.estimate) : 0),
        0,
      )
    return {
      low: Math.max(0, estimate - reach(({ low }, at) => at - low)),
      high: Math.min(1, estimate + reach(({ high }, at) => high - at)),
      level,
      method: 'mover',
    }
  })
}

/** How much of the parts' own spread is left in their mean, by bootstrap. */
function dependence({ parts, values }: Average, sampling: Sampling): number {
  const means: number[] = []
  const each = parts.map((): number[] => [])
  const record = (weights: Float64Array) => {
    const drawn = values(weights)
    for (const [index, into] of each.entries()) into.push(drawn.parts[index] ?? 0)
    means.push(drawn.mean)
    return drawn.mean
  }
  bootstrap(sampling, [record])
  const whole = deviation(means)
  const dependent = parts.reduce((sum, { share }, index) => sum + share * deviation(each[index] ?? means), 0)
  return dependent > 0 && whole > 0 ? whole / dependent : 1
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}
