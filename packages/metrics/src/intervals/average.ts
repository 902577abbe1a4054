import { seededRandom } from '@trainyard/ports'
import { bootstrap, type Evaluator, type Interval, type Sampling } from '@trainyard/statistics'
import type { IntervalRequest } from '../types.ts'

/** One term of a weighted mean. */
export interface Part {
  /** Share in the mean; all shares add up to 1. */
  readonly share: number
  readonly estimate: number
  /** Intervals that are sound at the edge of the range, one a level. */
  readonly limits: readonly Interval[]
  readonly evaluate: Evaluator
}

export interface Average {
  readonly parts: readonly Part[]
  /** The mean itself, whose shares may vary with the rows drawn. */
  readonly evaluate: Evaluator
  /** What is drawn from: rows, or cells of like rows. */
  readonly drawFrom: Pick<Sampling, 'sizes' | 'strata'>
}

/**
 * Limits of a mean from the limits of its parts: θ ∓ f · Σ shareᵢ · (distance of part i to its limit). MOVER (Zou and
 * Donner 2008), with one factor f for all correlations: the mean's bootstrap deviation over that of fully dependent
 * parts. Where no resample varies, such as with no error at all, f is 1, which can only widen.
 */
export function averageLimits(average: Average, { levels, resamples, seed }: IntervalRequest): readonly Interval[] {
  const { parts, evaluate, drawFrom } = average
  const sampling = { ...drawFrom, resamples, random: seededRandom(seed) }
  const [whole = 0, ...each] = bootstrap(sampling, [evaluate, ...parts.map((part) => part.evaluate)]).map(deviation)
  const dependent = parts.reduce((sum, { share }, index) => sum + share * (each[index] ?? 0), 0)
  const factor = dependent > 0 && whole > 0 ? whole / dependent : 1
  const estimate = evaluate(drawFrom.sizes)
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

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}
