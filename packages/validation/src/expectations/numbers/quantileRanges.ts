import type { KwargProblem } from '../../kinds/expectation.ts'
import { type Bound, custom } from '../../kinds/kwargs.ts'

/** Quantiles, and the range of each; null leaves an end open. */
export interface QuantileRanges {
  readonly quantiles: readonly number[]
  readonly value_ranges: readonly (readonly [Bound | null, Bound | null])[]
}

/** How a quantile between two values is found, in pandas' words. */
const interpolations = ['nearest', 'linear', 'lower', 'higher', 'midpoint'] as const
export type Interpolation = (typeof interpolations)[number]

export const quantileRanges = custom(
  'an object with quantiles (shares between 0 and 1) and as many value_ranges ([low, high], null for none)',
  (value): value is QuantileRanges => {
    if (typeof value !== 'object' || value === null) return false
    const { quantiles, value_ranges } = Object.fromEntries(Object.entries(value))
    return isShares(quantiles) && isRanges(value_ranges) && quantiles.length === value_ranges.length
  },
)

export const relativeError = custom(
  `true, false or one of ${interpolations.join(', ')}`,
  (value): value is boolean | Interpolation =>
    typeof value === 'boolean' || interpolations.some((word) => word === value),
  false,
)

function isShares(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((share) => typeof share === 'number' && share >= 0 && share <= 1)
}

function isRanges(value: unknown): value is QuantileRanges['value_ranges'] {
  return (
    Array.isArray(value) && value.every((range) => Array.isArray(range) && range.length === 2 && range.every(isEnd))
  )
}

function isEnd(value: unknown): value is Bound | null {
  return value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
}

/** Refuses a range whose ends are the wrong way round. */
export function misordered(ranges: QuantileRanges['value_ranges']): KwargProblem | undefined {
  const wrong = ranges.find(([low, high]) => low !== null && high !== null && low > high)
  return wrong && { kwarg: 'quantile_ranges', message: `${JSON.stringify(wrong)} is not [low, high]` }
}
