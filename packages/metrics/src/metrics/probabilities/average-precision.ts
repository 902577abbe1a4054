import { type Evaluator, wilson } from '@trainyard/statistics'
import { unitWeights } from '../../counts.ts'
import { rowMethods } from '../../family.ts'
import { overRows, pairedRows } from '../../intervals/paired.ts'
import { hasWidth } from '../../intervals/width.ts'
import { byScore, classesAsked } from '../../ranks.ts'
import type { Answers, IntervalRequest, Metric } from '../../types.ts'

const evaluator: Metric['evaluator'] = (answers, classIndex) => {
  const each = classesAsked(answers, classIndex).map((index) => precisionSteps(answers, index))
  return (weights) => each.reduce((sum, steps) => sum + steps(weights), 0) / each.length
}

/**
 * Precision at each threshold, weighted by the recall gained there: the step sum, not the trapezoid. Two classes: of the
 * second; more: the plain mean over classes. Interval: BCa, class by class; where no resample varies, such as with a
 * perfect ranking, Wilson (1927) over the rows of the rarest class.
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
  difference: pairedRows(evaluator, true),
  methods: rowMethods,
}

function limits(answers: Answers, classIndex: number, request: IntervalRequest) {
  const evaluate = evaluator(answers, classIndex)
  const drawn = overRows(answers, evaluate, true, request)
  if (drawn.every(hasWidth)) return drawn
  const positives = classesAsked(answers, classIndex).map((index) => countOf(answers, index))
  const rarest = Math.min(...positives)
  return request.levels.map((level) => wilson(evaluate(unitWeights(answers)) * rarest, rarest, level))
}

function countOf({ labels }: Answers, index: number): number {
  return labels.reduce((count, label) => count + (label === index ? 1 : 0), 0)
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
