import type { ColumnType } from '@trainyard/evidence'
import type { KwargProblem } from './expectation.ts'
import { type Bound, bound, flag, number, optional } from './kwargs.ts'
import { compareToBound, numberOf } from './sql/constants.ts'

/** Arguments of a range that may hold numbers, text, dates or times. */
export const rangeKwargs = {
  min_value: optional(bound),
  max_value: optional(bound),
  strict_min: flag,
  strict_max: flag,
}

/** Arguments of a range of numbers. */
export const numberRangeKwargs = { ...rangeKwargs, min_value: optional(number), max_value: optional(number) }

/** Arguments of a range of counts, both ends included. */
export const countRangeKwargs = { min_value: optional(number), max_value: optional(number) }

export interface Range {
  readonly min_value: Bound | undefined
  readonly max_value: Bound | undefined
  readonly strict_min?: boolean
  readonly strict_max?: boolean
}

/** Refuses a minimum above the maximum. */
export function orderedRange({ min_value, max_value }: Range): KwargProblem | undefined {
  if (min_value === undefined || max_value === undefined) return undefined
  const [low, high] = [numberOf(min_value), numberOf(max_value)]
  const numeric = low !== undefined && high !== undefined
  if (!numeric && typeof min_value !== typeof max_value) {
    return { kwarg: 'max_value', message: 'min_value and max_value must both be numbers or both be strings' }
  }
  if (numeric ? low <= high : min_value <= max_value) return undefined
  return { kwarg: 'min_value', message: `min_value ${min_value} is greater than max_value ${max_value}` }
}

/** Refuses a range without any bound, as Great Expectations does for values. */
export function boundedRange(range: Range): KwargProblem | undefined {
  if (range.min_value !== undefined || range.max_value !== undefined) return orderedRange(range)
  return { kwarg: 'min_value', message: 'give min_value or max_value, or both' }
}

/** Whether an observed value lies in the range; undefined where a bound cannot be compared with it. */
export function isWithin(type: ColumnType, observed: unknown, range: Range): boolean | undefined {
  const above = range.min_value === undefined ? 1 : compareToBound(type, observed, range.min_value)
  const below = range.max_value === undefined ? -1 : compareToBound(type, observed, range.max_value)
  if (above === undefined || below === undefined) return undefined
  return (range.strict_min ? above > 0 : above >= 0) && (range.strict_max ? below < 0 : below <= 0)
}
