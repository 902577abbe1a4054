import type { KwargProblem } from '../../../kinds/expectation.ts'
import { custom, flag, number, optional, type Scalar, text, withDefault } from '../../../kinds/kwargs.ts'

/** Weights of values. */
export interface Categories {
  readonly values: readonly Scalar[]
  readonly weights: readonly number[]
}

/** Weights of the intervals between edges, closed on the left, the last on both sides; and of what lies below and above. */
export interface Bins {
  readonly bins: readonly number[]
  readonly weights: readonly number[]
  readonly tail_weights?: readonly [number, number]
}

export type Partition = Categories | Bins

const partition = custom(
  'an object with values or increasing bins, and weights that add up to 1, tail_weights included',
  (value): value is Partition => isObject(value) && (isCategories(value) || isBins(value)),
)

/** Weights of values alone. */
export const categories = custom(
  'an object with values, and weights that add up to 1',
  (value): value is Categories => isObject(value) && isCategories(value),
)

/** Weights of bins that end somewhere, and have no tails. */
export const closedBins = custom(
  'an object with increasing, finite bins, and weights that add up to 1; tail_weights only of 0',
  (value): value is Bins => isObject(value) && isBins(value) && isClosed(value),
)

/** A share of the weights for what a partition does not have. */
export const holdout = withDefault(
  custom('a share between 0 and 1', (value): value is number => typeof value === 'number' && value >= 0 && value <= 1),
  0,
)

/** Arguments of a comparison with a partition. The two bounds are Great Expectations' own, which does not use them. */
export const partitionKwargs = {
  column: text,
  partition_object: optional(partition),
  threshold: optional(custom('a number, 0 or more', (value): value is number => Number(value) >= 0)),
  tail_weight_holdout: holdout,
  internal_weight_holdout: holdout,
  bucketize_data: withDefault(flag, true),
  min_value: optional(number),
  max_value: optional(number),
}

interface Holdouts {
  readonly partition_object: Partition | undefined
  readonly tail_weight_holdout: number
  readonly internal_weight_holdout: number
  readonly bucketize_data: boolean
}

/** Refuses holdouts that the partition has no place for. */
export function placedHoldouts(kwargs: Holdouts): KwargProblem | undefined {
  const { partition_object: expected, tail_weight_holdout: tail, internal_weight_holdout: internal } = kwargs
  if (!expected) return undefined
  if ('values' in expected) {
    return internal > 0
      ? { kwarg: 'internal_weight_holdout', message: 'must be 0 where the partition names values' }
      : undefined
  }
  if (!kwargs.bucketize_data) {
    return { kwarg: 'bucketize_data', message: 'must be true where the partition has bins' }
  }
  const [left, right] = openEnds(expected)
  if (expected.tail_weights && (tail > 0 || left || right)) {
    return { kwarg: 'partition_object', message: 'tail_weights go with finite bins and no tail_weight_holdout' }
  }
  if (left && right && tail > 0) {
    return { kwarg: 'tail_weight_holdout', message: 'must be 0 where the bins reach to infinity on both sides' }
  }
  return undefined
}

/** Whether the first and the last bin reach to infinity. */
export function openEnds({ bins }: Bins): readonly [boolean, boolean] {
  return [bins[0] === Number.NEGATIVE_INFINITY, bins.at(-1) === Number.POSITIVE_INFINITY]
}

function isCategories({ values, weights }: Record<string, unknown>): boolean {
  return Array.isArray(values) && values.every(isConstant) && isWeights(weights, values.length) && isOne(weights)
}

function isClosed({ bins, tail_weights = [] }: Record<string, unknown>): boolean {
  const tails = Array.isArray(tail_weights) ? tail_weights : []
  return Array.isArray(bins) && bins.every(Number.isFinite) && tails.every((weight) => weight === 0)
}

function isBins({ bins, weights, tail_weights = [] }: Record<string, unknown>): boolean {
  if (!Array.isArray(bins) || bins.length < 2 || !isIncreasing(bins)) return false
  if (!isWeights(tail_weights) || ![0, 2].includes(tail_weights.length)) return false
  return isWeights(weights, bins.length - 1) && isOne([...weights, ...tail_weights])
}

function isIncreasing(bins: readonly unknown[]): boolean {
  return bins.every((edge, index) => typeof edge === 'number' && (index === 0 || edge > Number(bins[index - 1])))
}

function isWeights(value: unknown, length?: number): value is readonly number[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) return false
  return value.every((weight) => typeof weight === 'number' && weight >= 0)
}

function isOne(weights: readonly number[]): boolean {
  return Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) <= 1.001e-5
}

function isConstant(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
