import { type Evaluator, wilson } from '@trainyard/statistics'
import { unitWeights } from '../../counts.ts'
import { fewestOthers } from '../../intervals/carriers.ts'
import type { Groups } from '../../intervals/left-out.ts'
import { nothingKnown } from '../../intervals/paired.ts'
import { studentDifference, studentMethod } from '../../intervals/student.ts'
import { logitLimits } from '../../intervals/transformed.ts'
import { hasWidth } from '../../intervals/width.ts'
import { byScore, classesAsked, type Ranked } from '../../ranks.ts'
import type { Answers, IntervalRequest, Metric } from '../../types.ts'

const evaluator: Metric['evaluator'] = (answers, classIndex) => {
  const each = classesAsked(answers, classIndex).map((index) => precisionSteps(answers, index))
  return (weights) => each.reduce((sum, steps) => sum + steps(weights), 0) / each.length
}

/**
 * Precision at each threshold, weighted by the recall gained there: the step sum, not the trapezoid. Two classes: of the
 * second; more: the plain mean over classes. Interval: jackknife of the logit; where no resample varies, such as with a
 * perfect ranking, Wilson (1927) over the rows of the rarest class. None where that has fewer than ten.
 */
export const averagePrecision: Metric = {
  name: 'average_precision',
  summary: 'Area under the precision-recall curve, as a step sum; over more than two classes the mean of each.',
  source: "average_precision_score(average='macro')",
  alsoKnownAs: ['average_precision_score', 'pr_auc', 'auprc'],
  task: 'classification',
  better: 'higher',
  ofClass: 'may',
  needsProbabilities: true,
  obstacle: (answers, classIndex) => {
    const missing = classesAsked(answers, classIndex).find((index) => !answers.labels.includes(index))
    return missing === undefined ? undefined : `no row has the label ${answers.classes[missing]}`
  },
  evaluator,
  limits,
  difference: studentDifference(() => averagePrecision, leftOut),
  methods: { interval: "Student's t of the logit, deviation by leaving out rows", difference: studentMethod },
}

function limits(answers: Answers, classIndex: number, request: IntervalRequest) {
  const estimate = evaluator(answers, classIndex)(unitWeights(answers))
  const carriers = Math.min(...classesAsked(answers, classIndex).map((index) => countOf(answers, index)))
  if (carriers < fewestOthers) return request.levels.map(nothingKnown)
  const share = { estimate, carriers, without: (groups: Groups) => leftOut(answers, classIndex, groups) }
  const drawn = logitLimits(answers, share, request)
  if (drawn.every(hasWidth)) return drawn
  return request.levels.map((level) => wilson(Math.min(1, estimate) * carriers, carriers, level))
}

function countOf({ labels }: Answers, index: number): number {
  return labels.reduce((count, label) => count + (label === index ? 1 : 0), 0)
}

/** Values without each group of rows, in one pass: what each group has added so far is taken from the whole. */
function leftOut(answers: Answers, classIndex: number, groups: Groups): Float64Array {
  const asked = classesAsked(answers, classIndex)
  const sum = new Float64Array(groups.count)
  for (const index of asked)
    for (const [group, value] of stepsWithout(byScore(answers, index), groups).entries())
      sum[group] = (sum[group] ?? 0) + value / asked.length
  return sum
}

/** What of the rows so far lies in each group, and each group's value so far. */
interface Passed {
  readonly sums: Float64Array
  readonly hits: Float64Array
  readonly seen: Float64Array
  /** Positive rows of the threshold at hand. */
  readonly tied: Float64Array
}

function stepsWithout({ order, positive, lastOfTie }: Ranked, { of, count }: Groups): Float64Array {
  const zeros = () => new Float64Array(count)
  const passed: Passed = { sums: zeros(), hits: zeros(), seen: zeros(), tied: zeros() }
  let [allHits, allTied] = [0, 0]
  for (let at = 0; at < order.length; at += 1) {
    const group = of[order[at] ?? 0] ?? 0
    passed.seen[group] = (passed.seen[group] ?? 0) + 1
    allTied += positive[at] ?? 0
    passed.tied[group] = (passed.tied[group] ?? 0) + (positive[at] ?? 0)
    if (lastOfTie[at] === 0 || allTied === 0) continue
    allHits += allTied
    addStep(passed, { seen: at + 1, hits: allHits, tied: allTied })
    allTied = 0
  }
  return passed.sums.map((sum, one) => {
    const left = allHits - (passed.hits[one] ?? 0)
    return left > 0 ? sum / left : 0
  })
}

/** One threshold: precision of the rows so far, times the positives of it, without each group. */
function addStep(
  { sums, hits, seen, tied }: Passed,
  all: { readonly seen: number; readonly hits: number; readonly tied: number },
): void {
  for (let one = 0; one < sums.length; one += 1) {
    const gained = tied[one] ?? 0
    const own = (hits[one] ?? 0) + gained
    const left = all.seen - (seen[one] ?? 0)
    if (left > 0) sums[one] = (sums[one] ?? 0) + ((all.tied - gained) * (all.hits - own)) / left
    hits[one] = own
    tied[one] = 0
  }
}

/** One pass over the rows from the highest score down; rows of equal score are one threshold. */
function precisionSteps(answers: Answers, classIndex: number): Evaluator {
  const { order, positive, lastOfTie } = byScore(answers, classIndex)
  return (weights) => {
    let [sum, hits, seen, before] = [0, 0, 0, 0]
    for (let at = 0; at < order.length; at += 1) {
      const weight = weights[order[at] ?? 0] ?? 0
      seen += weight
      if (positive[at] === 1) hits += weight
      if (lastOfTie[at] === 0 || seen === 0) continue
      sum += ((hits - before) * hits) / seen
      before = hits
    }
    return hits > 0 ? sum / hits : 0
  }
}
