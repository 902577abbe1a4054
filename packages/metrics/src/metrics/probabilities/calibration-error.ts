import { seededRandom } from '@trainyard/ports'
import { bootstrap, quantile } from '@trainyard/statistics'
import { unitWeights } from '../../counts.ts'
import type { Answers, Interval, IntervalRequest, Metric } from '../../types.ts'
import { type Bin, calibrationLimits } from './calibration-limits.ts'

interface Binned {
  readonly bin: Uint16Array
  /** What each row adds to its bin: probability less outcome. */
  readonly excess: Float64Array
  readonly outcome: Uint8Array
}

/**
 * Expected calibration error: rows are put into bins of equal width by probability; Σ over bins of their share of the rows ·
 * |mean probability − share of outcomes|. Naeini, Cooper and Hauskrecht (2015); 15 bins: Guo et al. (2017). Two classes: the
 * second's probability; more: that of the answer. A well-calibrated model does not reach 0 on few rows, so the intervals
 * allow for what chance adds. That of a difference for the whole: |a + e| lies within |e| of |a|, bin by bin, and the sum of |e| is
 * bootstrapped.
 */
export function calibrationError(bins: number): Metric {
  const evaluator: Metric['evaluator'] = (answers) => {
    const binned = binRows(answers, bins)
    return (weights) => binDistances(binned, weights, bins).reduce((sum, value) => sum + Math.abs(value), 0)
  }
  return {
    name: 'calibration_error',
    summary: `Expected calibration error over ${bins} bins of equal width, of the second of two classes, else of the answer.`,
    source: '',
    task: 'classification',
    better: 'lower',
    ofClass: 'never',
    needsProbabilities: true,
    range: [0, 1],
    onlyIndependent: 'what chance adds to a calibration error is known of independent rows of equal weight alone',
    methods: {
      interval: 'parametric bootstrap of what chance adds, for the least favourable pattern',
      difference: 'bootstrap of what chance adds to both, conservative',
    },
    obstacle: () => undefined,
    evaluator,
    limits: (answers, _, request) => {
      const value = evaluator(answers, -1)(unitWeights(answers))
      return calibrationLimits(value, binsOf(answers, bins), request)
    },
    difference: ({ candidate, champion }, _, request) => {
      const [first, second] = [candidate, champion].map((side) => evaluator(side, -1)(unitWeights(side)))
      const value = (first ?? 0) - (second ?? 0)
      const reach = chance([candidate, champion], bins, request)
      return request.levels.map((level, at): Interval => {
        const far = reach[at] ?? 1
        return { low: value - far, high: value + far, level, method: 'calibration-bootstrap' }
      })
    },
  }
}

/** How far chance moves all bins of all sides together, at each level: resampled distances against the observed ones. */
function chance(sides: readonly Answers[], bins: number, { levels, resamples, seed }: IntervalRequest): number[] {
  const random = seededRandom(seed)
  const rows = sides[0]?.rows ?? 0
  const units = Math.min(rows, mostUnits)
  const unitOf = Uint32Array.from({ length: rows }, (_, row) => (units === rows ? row : Math.floor(random() * units)))
  const each = sides.map((side) => sumsOf(binRows(side, bins), unitOf, units, bins))
  const observed = each.map((sums) => distances(sums, new Float64Array(units).fill(1), bins))
  const moved = (drawn: Float64Array) =>
    each.reduce((sum, sums, at) => {
      const there = distances(sums, drawn, bins)
      return sum + there.reduce((all, value, bin) => all + Math.abs(value - (observed[at]?.[bin] ?? 0)), 0)
    }, 0)
  const sampling = { sizes: new Float64Array(units).fill(1), resamples, random }
  const [draws = new Float64Array()] = bootstrap(sampling, [moved])
  const sorted = draws.toSorted()
  return levels.map((level) => quantile(sorted, level))
}

/** Of many rows random groups are drawn, which scatter as the rows themselves do. */
const mostUnits = 1000

/** Rows of each unit, and Σ (probability less outcome) of its rows in each bin. */
interface Sums {
  readonly counts: Float64Array
  /** units × bins */
  readonly excess: Float64Array
}

function sumsOf({ bin, excess }: Binned, unitOf: Uint32Array, units: number, bins: number): Sums {
  const sums = { counts: new Float64Array(units), excess: new Float64Array(units * bins) }
  for (let row = 0; row < bin.length; row += 1) {
    const unit = unitOf[row] ?? 0
    const at = unit * bins + (bin[row] ?? 0)
    sums.counts[unit] = (sums.counts[unit] ?? 0) + 1
    sums.excess[at] = (sums.excess[at] ?? 0) + (excess[row] ?? 0)
  }
  return sums
}

/** Mean of probability less outcome, over all rows, of each bin's rows alone. */
function distances({ counts, excess }: Sums, times: Float64Array, bins: number): Float64Array {
  const sums = new Float64Array(bins)
  let all = 0
  for (let unit = 0; unit < counts.length; unit += 1) {
    const often = times[unit] ?? 0
    if (often === 0) continue
    all += often * (counts[unit] ?? 0)
    for (let bin = 0; bin < bins; bin += 1) sums[bin] = (sums[bin] ?? 0) + often * (excess[unit * bins + bin] ?? 0)
  }
  return sums.map((sum) => sum / all)
}

/** Weighted mean of probability less outcome, over all rows, of each bin's rows alone. */
function binDistances({ bin, excess }: Binned, weights: Float64Array, bins: number): Float64Array {
  const sums = new Float64Array(bins)
  let all = 0
  for (let row = 0; row < bin.length; row += 1) {
    const [weight, at] = [weights[row] ?? 0, bin[row] ?? 0]
    sums[at] = (sums[at] ?? 0) + weight * (excess[row] ?? 0)
    all += weight
  }
  return sums.map((sum) => sum / all)
}

function binsOf(answers: Answers, bins: number): readonly Bin[] {
  const { bin, excess, outcome } = binRows(answers, bins)
  const sums = Array.from({ length: bins }, () => ({ rows: 0, probability: 0, outcomes: 0 }))
  for (const [row, at] of bin.entries()) {
    const sum = sums[at]
    if (!sum) continue
    sum.rows += 1
    sum.outcomes += outcome[row] ?? 0
    sum.probability += (excess[row] ?? 0) + (outcome[row] ?? 0)
  }
  return sums.map((sum) => ({ ...sum, probability: sum.probability / Math.max(1, sum.rows) }))
}

function binRows({ rows, classes, labels, predictions, probabilities }: Answers, bins: number): Binned {
  const bin = new Uint16Array(rows)
  const excess = new Float64Array(rows)
  const outcome = new Uint8Array(rows)
  for (let row = 0; row < rows; row += 1) {
    const asked = classes.length === 2 ? 1 : (predictions[row] ?? 0)
    const probability = probabilities?.[row * classes.length + asked] ?? 0
    bin[row] = Math.min(bins - 1, Math.floor(probability * bins))
    outcome[row] = labels[row] === asked ? 1 : 0
    excess[row] = probability - (outcome[row] ?? 0)
  }
  return { bin, excess, outcome }
}
