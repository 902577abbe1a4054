import { aucLimits, type Evaluator } from '@trainyard/statistics'
import { unitWeights } from '../counts.ts'
import { averageLimits, type Part } from '../intervals/average.ts'
import { pairedRows, rowsByLabel } from '../intervals/paired.ts'
import type { Answers, IntervalRequest, Metric } from '../types.ts'

const evaluator: Metric['evaluator'] = (answers, classIndex) => {
  if (classIndex >= 0) return oneAgainstRest(answers, classIndex)
  if (answers.classes.length === 2) return oneAgainstRest(answers, 1)
  const each = answers.classes.map((_, index) => oneAgainstRest(answers, index))
  return (weights) => each.reduce((sum, area) => sum + area(weights), 0) / each.length
}

/**
 * Chance that a row of the class gets a higher probability of it than another row, ties half. Two classes: of the second.
 * More: the plain mean over classes, each against the rest. Interval: Newcombe (2006), for a mean through MOVER.
 */
export const rocAuc: Metric = {
  name: 'roc_auc',
  summary: 'Area under the ROC curve; over more than two classes the mean of each against the rest.',
  source: "roc_auc_score(multi_class='ovr', average='macro')",
  alsoKnownAs: ['auc', 'roc_auc_ovr', 'roc_auc_score'],
  task: 'classification',
  better: 'higher',
  ofClass: 'may',
  needsProbabilities: true,
  obstacle: missingClass,
  evaluator,
  limits,
  difference: pairedRows(evaluator, true),
}

function missingClass({ labels, classes }: Answers, classIndex: number): string | undefined {
  const present = new Set(labels)
  if (present.size < 2) return 'all rows have the same label'
  const needed = classIndex >= 0 ? [classIndex] : classes.map((_, index) => index)
  const missing = needed.find((index) => !present.has(index))
  return missing === undefined ? undefined : `no row has the label ${classes[missing]}`
}

function limits(answers: Answers, classIndex: number, request: IntervalRequest) {
  const single = classIndex >= 0 || answers.classes.length === 2
  if (single) return newcombe(answers, classIndex >= 0 ? classIndex : 1, request.levels)
  const weights = unitWeights(answers)
  const each = answers.classes.map((_, index) => oneAgainstRest(answers, index))
  const share = 1 / each.length
  const parts = each.map((area, index): Part => {
    return { share, estimate: area(weights), limits: newcombe(answers, index, request.levels) }
  })
  const values = (drawn: Float64Array) => {
    const areas = each.map((area) => area(drawn))
    return { mean: areas.reduce((sum, area) => sum + area, 0) * share, parts: areas }
  }
  return averageLimits({ parts, values, drawFrom: { sizes: weights, strata: rowsByLabel(answers) } }, request)
}

function newcombe(answers: Answers, classIndex: number, levels: readonly number[]) {
  const area = oneAgainstRest(answers, classIndex)(unitWeights(answers))
  const positives = answers.labels.reduce((count, label) => count + (label === classIndex ? 1 : 0), 0)
  return levels.map((level) => aucLimits(area, positives, answers.rows - positives, level))
}

/** One pass over the rows sorted by score: pairs won plus half the ties, over all pairs. */
function oneAgainstRest({ rows, classes, labels, probabilities }: Answers, classIndex: number): Evaluator {
  const score = Float64Array.from({ length: rows }, (_, row) => probabilities?.[row * classes.length + classIndex] ?? 0)
  const order = Uint32Array.from(score, (_, row) => row).sort((a, b) => (score[a] ?? 0) - (score[b] ?? 0))
  const positive = Uint8Array.from(order, (row) => (labels[row] === classIndex ? 1 : 0))
  const lastOfTie = Uint8Array.from(order, (row, at) => (score[row] === score[order[at + 1] ?? -1] ? 0 : 1))
  return (weights) => {
    let [won, below, all, tiedPositive, tiedNegative] = [0, 0, 0, 0, 0]
    for (let at = 0; at < rows; at += 1) {
      const weight = weights[order[at] ?? 0] ?? 0
      if (positive[at] === 1) tiedPositive += weight
      else tiedNegative += weight
      if (lastOfTie[at] === 0) continue
      won += tiedPositive * (below + tiedNegative / 2)
      below += tiedNegative
      all += tiedPositive
      tiedPositive = 0
      tiedNegative = 0
    }
    return won / (below * all)
  }
}
