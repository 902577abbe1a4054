import { seededRandom } from '@trainyard/ports'
import {
  bcaLimits,
  bootstrap,
  type Evaluator,
  type Interval,
  jackknife,
  jackknifeLimits,
  type Sampling,
  wilson,
} from '@trainyard/statistics'
import { rowWeights } from '../counts.ts'
import type { Answers, IntervalRequest, Metric, Pair } from '../types.ts'
import { manyRows } from './paired.ts'
import { hasWidth } from './width.ts'

/** Of fewer units the bootstrap covers less than it says: with ten groups 88 to 90 of 100. Student's t does not. */
const fewUnits = 30

/** Units that are drawn: groups of rows, or rows where each stands for itself. */
interface Units {
  readonly count: number
  /** Weights of the rows, where each unit counts that often. */
  readonly spread: (times: Float64Array) => Float64Array
}

/** Whether rows weigh differently or depend on each other, so that formulas of independent rows do not hold. */
export function hasDesign({ weights, groups }: Answers): boolean {
  return weights !== undefined || groups !== undefined
}

/**
 * Intervals where rows weigh differently or belong together: groups are drawn whole, by bootstrap, BCa; of many rows the
 * delete-a-group jackknife. Field and Welsh (2007). Independent rows are drawn class by class. Where nothing varies at the
 * edge of a share, such as without an error, Wilson over as many units as the weights are worth (Kish 1965).
 */
export function designLimits(
  metric: Metric,
  answers: Answers,
  classIndex: number,
  request: IntervalRequest,
): readonly Interval[] {
  const evaluate = metric.evaluator(answers, classIndex)
  const drawn = resampled(answers, evaluate, request)
  if (drawn.some(hasWidth)) return drawn
  const value = Math.min(1, Math.max(0, evaluate(rowWeights(answers))))
  const edge = metric.better === 'higher' && Math.min(value, 1 - value) < 1e-9 && metric.range === undefined
  const n = worth(answers)
  return edge ? request.levels.map((level) => ({ ...wilson(value * n, n, level), method: 'wilson-effective' })) : drawn
}

/** The same for candidate minus champion. */
export function designDifference(
  metric: Metric,
  pair: Pair,
  classIndex: number,
  request: IntervalRequest,
): readonly Interval[] {
  const [first, second] = [pair.candidate, pair.champion].map((side) => metric.evaluator(side, classIndex))
  const evaluate = (weights: Float64Array) => (first?.(weights) ?? 0) - (second?.(weights) ?? 0)
  const limits = resampled(pair.candidate, evaluate, request)
  return limits.map((interval) => ({ ...interval, method: `paired-${interval.method}` }))
}

function resampled(answers: Answers, evaluate: Evaluator, request: IntervalRequest): readonly Interval[] {
  const { count, spread } = unitsOf(answers)
  const sampling: Sampling = {
    sizes: new Float64Array(count).fill(1),
    resamples: request.resamples,
    random: seededRandom(request.seed),
  }
  const ofUnits = (times: Float64Array) => evaluate(spread(times))
  const left = jackknife(sampling, ofUnits)
  const estimate = ofUnits(sampling.sizes)
  const named = (interval: Interval) => ({ ...interval, method: methodOf(interval.method, answers) })
  if (answers.rows > manyRows || count < fewUnits)
    return request.levels.map((level) => named(jackknifeLimits(estimate, left, level)))
  const [all = new Float64Array()] = bootstrap(sampling, [ofUnits])
  const draws = all.filter(Number.isFinite)
  if (draws.length < all.length / 2) return request.levels.map((level) => none(level))
  return request.levels.map((level) => named(bcaLimits({ estimate, draws, jackknife: left }, level)))
}

/** Where most resamples lack a class there is no interval. */
function none(level: number): Interval {
  return { low: Number.NaN, high: Number.NaN, level, method: 'none' }
}

function methodOf(method: string, { groups }: Answers): string {
  return groups === undefined ? method : `cluster-${method}`
}

function unitsOf(answers: Answers): Units {
  const { groups, rows } = answers
  const own = rowWeights(answers)
  const weights = new Float64Array(rows)
  const count = groups ? groups.reduce((most, group) => Math.max(most, group + 1), 0) : rows
  return {
    count,
    spread: (times) => {
      for (let row = 0; row < rows; row += 1)
        weights[row] = (own[row] ?? 0) * (times[groups ? (groups[row] ?? 0) : row] ?? 0)
      return weights
    },
  }
}

/** (Σ w)² ÷ Σ w², over the units. */
function worth(answers: Answers): number {
  const { count } = unitsOf(answers)
  const sums = new Float64Array(count)
  const own = rowWeights(answers)
  for (let row = 0; row < answers.rows; row += 1) {
    const unit = answers.groups?.[row] ?? row
    sums[unit] = (sums[unit] ?? 0) + (own[row] ?? 0)
  }
  const [total, squares] = sums.reduce(([all, square], sum) => [all + sum, square + sum * sum], [0, 0])
  return (total * total) / squares
}
