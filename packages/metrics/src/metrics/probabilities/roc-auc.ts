import { aucLimits, type Evaluator } from '@trainyard/statistics'
import { unitWeights } from '../../counts.ts'
import { averageLimits, type Part } from '../../intervals/average.ts'
import { rowsLabelled, rowsNotLabelled, rowsOfEachClass } from '../../intervals/carriers.ts'
import { added, areaInfluence, delongLimits, influenceDeviation } from '../../intervals/delong.ts'
import { manyRows, pairedRows, rowsByLabel } from '../../intervals/paired.ts'
import { byScore, classesAsked, type Ranked } from '../../ranks.ts'
import type { Answers, Interval, IntervalRequest, Metric, Pair } from '../../types.ts'

const evaluator: Metric['evaluator'] = (answers, classIndex) => {
  const each = classesAsked(answers, classIndex).map((index) => oneAgainstRest(answers, index))
  return (weights) => each.reduce((sum, area) => sum + area(weights), 0) / each.length
}

/**
 * Chance that a row of the class gets a higher probability of it than another row, ties half. Two classes: of the second.
 * More: the plain mean over classes, each against the rest. Interval: Newcombe (2006), for a mean through MOVER; difference: paired
 * bootstrap, of many rows DeLong's (1988).
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
    difference: 'paired bootstrap, BCa; above 5,000 rows DeLong',
  },
}

function missingClass({ labels, classes }: Answers, classIndex: number): string | undefined {
  const present = new Set(labels)
  if (present.size < 2) return 'all rows have the same label'
  const needed = classIndex >= 0 ? [classIndex] : classes.map((_, index) => index)
  const missing = needed.find((index) => !present.has(index))
  return missing === undefined ? undefined : `no row has the label ${classes[missing]}`
}

function limits(answers: Answers, classIndex: number, request: IntervalRequest) {
  const asked = classesAsked(answers, classIndex)
  if (asked.length === 1) return newcombe(answers, asked[0] ?? 1, request.levels)
  const weights = unitWeights(answers)
  const each = asked.map((index) => oneAgainstRest(answers, index))
  const share = 1 / each.length
  const parts = each.map((area, index): Part => {
    return { share, estimate: area(weights), limits: newcombe(answers, index, request.levels) }
  })
  const values = (drawn: Float64Array) => {
    const areas = each.map((area) => area(drawn))
    return { mean: areas.reduce((sum, area) => sum + area, 0) * share, parts: areas }
  }
  const factor = answers.rows > manyRows ? { factor: dependenceOf(answers, asked) } : {}
  return averageLimits(
    { parts, values, drawFrom: { sizes: weights, strata: rowsByLabel(answers) }, ...factor },
    request,
  )
}

/** Deviation of the mean area over the mean deviation of the areas, by DeLong. */
function dependenceOf(answers: Answers, asked: readonly number[]): number {
  const each = asked.map((index) => areaInfluence(answers, index))
  const apart = each.reduce((sum, influence) => sum + influenceDeviation(influence), 0) / each.length
  return apart > 0 ? influenceDeviation(added(each, 1 / each.length)) / apart : 1
}

/** Paired DeLong where there are many rows, else a paired bootstrap of the rows, class by class. */
function difference(pair: Pair, classIndex: number, request: IntervalRequest): readonly Interval[] {
  if (pair.candidate.rows <= manyRows) return pairedRows(evaluator, true)(pair, classIndex, request)
  const asked = classesAsked(pair.candidate, classIndex)
  const side = (answers: Answers) =>
    added(
      asked.map((index) => areaInfluence(answers, index)),
      1 / asked.length,
    )
  const deviation = influenceDeviation(added([side(pair.candidate), side(pair.champion).map((value) => -value)], 1))
  const value = (answers: Answers) => evaluator(answers, classIndex)(unitWeights(answers))
  const estimate = value(pair.candidate) - value(pair.champion)
  const rarest = Math.min(...rowsByLabel(pair.candidate).map(({ length }) => length))
  return request.levels.map((level) => delongLimits(estimate, deviation, rarest, level))
}

function newcombe(answers: Answers, classIndex: number, levels: readonly number[]) {
  const area = oneAgainstRest(answers, classIndex)(unitWeights(answers))
  const positives = answers.labels.reduce((count, label) => count + (label === classIndex ? 1 : 0), 0)
  return levels.map((level) => aucLimits(area, positives, answers.rows - positives, level))
}

function oneAgainstRest(answers: Answers, classIndex: number): Evaluator {
  return areaOf(byScore(answers, classIndex))
}

/** One pass over the rows from the highest score down: pairs won plus half the ties, over all pairs. */
export function areaOf({ order, positive, lastOfTie }: Ranked): Evaluator {
  return (weights) => {
    let [won, above, all, tiedPositive, tiedNegative] = [0, 0, 0, 0, 0]
    for (let at = 0; at < order.length; at += 1) {
      const weight = weights[order[at] ?? 0] ?? 0
      if (positive[at] === 1) tiedPositive += weight
      else tiedNegative += weight
      if (lastOfTie[at] === 0) continue
      won += tiedNegative * (above + tiedPositive / 2)
      above += tiedPositive
      all += tiedNegative
      tiedPositive = 0
      tiedNegative = 0
    }
    return won / (above * all)
  }
}
