import type { Evaluator } from '@trainyard/statistics'
import { ascendingOrder } from './order.ts'

/** The median as a function of how often each row counts; of an even count the mean of the middle two. */
export function weightedMedian(values: Float64Array): Evaluator {
  return weightedQuantile(values, 0.5)
}

/**
 * A quantile as a function of how often each row counts: the averaged inverse of the distribution function (Hyndman and
 * Fan's type 2), as scikit-learn's D² scores and medians take it.
 */
export function weightedQuantile(values: Float64Array, p: number): Evaluator {
  const order = ascendingOrder(values)
  return (weights) => {
    let all = 0
    for (const weight of weights) all += weight
    const wanted = all * p
    let passed = 0
    for (let at = 0; at < order.length; at += 1) {
      const weight = weights[order[at] ?? 0] ?? 0
      passed += weight
      if (passed < wanted || weight === 0) continue
      const value = values[order[at] ?? 0] ?? 0
      return passed - wanted > Number.EPSILON ? value : (value + nextValue(values, order, weights, at)) / 2
    }
    return Number.NaN
  }
}

/** The value of the next row that counts. */
function nextValue(values: Float64Array, order: Uint32Array, weights: Float64Array, at: number): number {
  for (let next = at + 1; next < order.length; next += 1) {
    const row = order[next] ?? 0
    if ((weights[row] ?? 0) > 0) return values[row] ?? 0
  }
  return values[order[at] ?? 0] ?? 0
}
