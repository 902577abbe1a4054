import { type Evaluator, type Interval, jackknifeLimits } from '@trainyard/statistics'
import { rowWeights } from '../counts.ts'
import type { Answers, IntervalRequest, Metric, Pair } from '../types.ts'

/** Of fewer blocks their deviation says nothing. */
const fewestBlocks = 5
/** More blocks would take longer and say the same. */
const mostBlocks = 200

/**
 * Limits of a difference where rows that follow each other in time may depend on each other, as errors of forecasts do: Diebold
 * and Mariano (1995). Times are put into blocks of 2.5 times the cube root of their number, and left out block by block
 * (Künsch 1989); the limits are the outer of these and of those for independent rows. Of fewer than five blocks, the latter.
 */
export function limitsInTime(
  metric: Metric,
  { candidate, champion }: Pair,
  classIndex: number,
  { levels }: Pick<IntervalRequest, 'levels'>,
  independent: readonly Interval[],
): readonly Interval[] {
  const [first, second] = [candidate, champion].map((side) => metric.evaluator(side, classIndex))
  const evaluate = (weights: Float64Array) => (first?.(weights) ?? 0) - (second?.(weights) ?? 0)
  const left = withoutEachBlock(candidate, evaluate)
  if (left.length < fewestBlocks) return independent
  const estimate = evaluate(rowWeights(candidate))
  return independent.map((interval, at) => {
    const { low, high } = jackknifeLimits(estimate, left, levels[at] ?? interval.level)
    const outer = { low: Math.min(low, interval.low), high: Math.max(high, interval.high) }
    return { ...outer, level: interval.level, method: `${interval.method}-in-time` }
  })
}

/** The values that exist without each of the blocks. */
function withoutEachBlock(answers: Answers, evaluate: Evaluator): readonly number[] {
  const { of, count } = blocksOf(answers.order ?? new Uint32Array())
  const own = rowWeights(answers)
  const weights = new Float64Array(answers.rows)
  const values = Array.from({ length: count }, (_, block) => {
    for (let row = 0; row < weights.length; row += 1) weights[row] = of[row] === block ? 0 : (own[row] ?? 0)
    return evaluate(weights)
  })
  return values.filter(Number.isFinite)
}

/** Blocks of times that follow each other; rows of the same time stay together. */
function blocksOf(order: Uint32Array): { readonly of: Uint32Array; readonly count: number } {
  const times = order.toSorted().filter((time, at, all) => at === 0 || time !== all[at - 1])
  const length = Math.ceil(2.5 * Math.cbrt(times.length))
  const count = Math.min(mostBlocks, Math.floor(times.length / length))
  const places = new Map(Array.from(times, (time, at) => [time, Math.floor((at * count) / times.length)] as const))
  return { of: order.map((time) => places.get(time) ?? 0), count }
}
