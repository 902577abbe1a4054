import { type Interval, tQuantile } from '@trainyard/statistics'
import { byScore, type Ranked } from '../ranks.ts'
import type { Answers } from '../types.ts'

/**
 * How much each row moves the area under the ROC curve of a class, from the placement values of DeLong, DeLong and
 * Clarke-Pearson (1988). The variance of the area is the sum of squares; for a sum or difference of areas on the same
 * rows, of the summed or subtracted values.
 */
export function areaInfluence(answers: Answers, classIndex: number): Float64Array {
  return rankedInfluence(byScore(answers, classIndex), answers.rows)
}

/** The same for an area of some of the rows; the others do not move it. */
export function rankedInfluence(ranked: Ranked, rows: number): Float64Array {
  const { order, positive, lastOfTie } = ranked
  const positives = positive.reduce((sum, one) => sum + one, 0)
  const negatives = order.length - positives
  const influence = new Float64Array(rows)
  let [above, aboveNegative, first, tied] = [0, 0, 0, 0]
  for (let at = 0; at < order.length; at += 1) {
    tied += positive[at] ?? 0
    if (lastOfTie[at] === 0) continue
    const tiedNegative = at + 1 - first - tied
    const ofPositive = (negatives - aboveNegative - tiedNegative / 2) / negatives / positives
    const ofNegative = (above + tied / 2) / positives / negatives
    for (let member = first; member <= at; member += 1)
      influence[order[member] ?? 0] = positive[member] === 1 ? ofPositive : ofNegative
    above += tied
    aboveNegative += tiedNegative
    first = at + 1
    tied = 0
  }
  return centred(influence, ranked, positives)
}

/** Sum of rows' influences, over several areas. */
export function added(parts: readonly Float64Array[], share: number): Float64Array {
  const sum = new Float64Array(parts[0]?.length ?? 0)
  for (const part of parts)
    for (let row = 0; row < sum.length; row += 1) sum[row] = (sum[row] ?? 0) + share * (part[row] ?? 0)
  return sum
}

/** Standard deviation of the area whose rows have these influences. */
export function influenceDeviation(influence: Float64Array): number {
  return Math.sqrt(influence.reduce((sum, value) => sum + value * value, 0))
}

/** Student's interval of a difference of areas; `rarest`: what the rows of the class that has fewest are worth. */
export function delongLimits(estimate: number, deviation: number, rarest: number, level: number): Interval {
  const reach = tQuantile((1 + level) / 2, Math.max(1, rarest - 1)) * deviation
  return { low: estimate - reach, high: estimate + reach, level, method: 'paired-delong' }
}

/** Less their mean in each of the two groups of rows, which is the area over the number of rows. */
function centred(influence: Float64Array, { order, positive }: Ranked, positives: number): Float64Array {
  const isPositive = (at: number) => positive[at] === 1
  let area = 0
  for (let at = 0; at < order.length; at += 1) if (isPositive(at)) area += influence[order[at] ?? 0] ?? 0
  for (let at = 0; at < order.length; at += 1) {
    const row = order[at] ?? 0
    influence[row] = (influence[row] ?? 0) - area / (isPositive(at) ? positives : order.length - positives)
  }
  return influence
}
