import type { Evaluator } from '@trainyard/statistics'
import { unitWeights } from '../../counts.ts'
import { areaPart, meanAreaLimits } from '../../intervals/areas.ts'
import { carriersOf, rowsLabelled, rowsNotLabelled, rowsOfEachClass } from '../../intervals/carriers.ts'
import { added, areaInfluence, delongLimits, influenceDeviation } from '../../intervals/delong.ts'
import { areaOf, byScore, classesAsked } from '../../ranks.ts'
import type { Answers, Interval, IntervalRequest, Metric, Pair } from '../../types.ts'

const evaluator: Metric['evaluator'] = (answers, classIndex) => {
  const each = classesAsked(answers, classIndex).map((index) => oneAgainstRest(answers, index))
  return (weights) => each.reduce((sum, area) => sum + area(weights), 0) / each.length
}

/**
 * Chance that a row of the class gets a higher probability of it than another row, ties half. Two classes: of the second.
 * More: the plain mean over classes, each against the rest. Interval: Newcombe (2006), for a mean through MOVER; difference:
 * DeLong's (1988).
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
  carriedBy: (answers, index) =>
    index < 0 ? rowsOfEachClass(answers) : [rowsLabelled(answers, index), rowsNotLabelled(answers, index)],
  evaluator,
  limits,
  difference,
  methods: {
    interval: 'Newcombe; over more than two classes MOVER of them',
    difference: 'DeLong',
  },
}

function missingClass({ labels, classes }: Answers, classIndex: number): string | undefined {
  const present = new Set(labels)
  if (present.size < 2) return 'all rows have the same label'
  const needed = classIndex >= 0 ? [classIndex] : classes.map((_, index) => index)
  const missing = needed.find((index) => !present.has(index))
  return missing === undefined ? undefined : `no row has the label ${classes[missing]}`
}

function limits(answers: Answers, classIndex: number, { levels }: IntervalRequest) {
  const asked = classesAsked(answers, classIndex)
  const parts = asked.map((index) => () => areaPart([byScore(answers, index)], answers.rows, 1 / asked.length))
  return meanAreaLimits(parts, levels)
}

/** DeLong's, paired, with Student's t. */
function difference(pair: Pair, classIndex: number, request: IntervalRequest): readonly Interval[] {
  const asked = classesAsked(pair.candidate, classIndex)
  const side = (answers: Answers) =>
    added(
      asked.map((index) => areaInfluence(answers, index)),
      1 / asked.length,
    )
  const deviation = influenceDeviation(added([side(pair.candidate), side(pair.champion).map((value) => -value)], 1))
  const value = (answers: Answers) => evaluator(answers, classIndex)(unitWeights(answers))
  const estimate = value(pair.candidate) - value(pair.champion)
  const { worth } = carriersOf(rocAuc, pair.candidate, classIndex)
  return request.levels.map((level) => delongLimits(estimate, deviation, worth, level))
}

function oneAgainstRest(answers: Answers, classIndex: number): Evaluator {
  return areaOf(byScore(answers, classIndex))
}
