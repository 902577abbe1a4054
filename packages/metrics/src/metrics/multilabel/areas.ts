import type { Evaluator } from '@trainyard/statistics'
import { weightedMean } from '../../counts.ts'
import { allRows, rowsLabelled, rowsNotLabelled, rowsOfEachClass } from '../../intervals/carriers.ts'
import type { Answers, Metric } from '../../types.ts'
import { averagePrecision } from '../probabilities/average-precision.ts'
import { rocAuc } from '../probabilities/roc-auc.ts'
import type { Average } from './averages.ts'
import { labelCounts } from './counts.ts'
import { drawnMetric } from './family.ts'
import { labelMetric, ofLabel } from './one-label.ts'
import { type Split, sharesOfHaving, splitRow } from './ranking.ts'

/** An area of two classes, and its value for one row whose labels are ranked. */
export interface Area {
  readonly metric: Metric
  /** As in a sentence: `area under the ROC curve`. */
  readonly title: string
  readonly source: string
  readonly ofRow: (split: Split) => number
}

export const rocArea: Area = {
  metric: rocAuc,
  title: 'Area under the ROC curve',
  source: 'roc_auc_score',
  ofRow: ({ having, others }) => {
    const won = having.flatMap((value) => others.map((other) => (value > other ? 1 : value === other ? 0.5 : 0)))
    return won.reduce((sum: number, one) => sum + one, 0) / won.length
  },
}

export const precisionArea: Area = {
  metric: averagePrecision,
  title: 'Area under the precision-recall curve, as a step sum',
  source: 'average_precision_score',
  ofRow: (split) => (split.having.length === 0 ? 0 : sharesOfHaving(split)),
}

/** The mean over labels; of one label, where one is named. */
export function areaOfLabels(area: Area): Metric {
  const [one, mean] = [labelMetric(area.metric), areaOver(area, 'macro')]
  const asked = (label: number) => (label < 0 ? mean : one)
  return {
    ...mean,
    summary: `${area.title}: of a label, or the mean over the labels.`,
    ofClass: 'may',
    carriedBy: (answers, label) =>
      label < 0 ? rowsOfEachClass(answers) : [rowsLabelled(answers, label), rowsNotLabelled(answers, label)],
    obstacle: (answers, label) => asked(label).obstacle(answers, label),
    evaluator: (answers, label) => asked(label).evaluator(answers, label),
    limits: (answers, label, request) => asked(label).limits(answers, label, request),
    difference: (pair, label, request) => asked(label).difference(pair, label, request),
  }
}

/** scikit-learn's `average`: over labels, over all labels of all rows together, or over rows. */
export function areaOver(area: Area, average: Average): Metric {
  return drawnMetric({
    name: area.metric.name,
    summary: `${area.title}, average ${average}.`,
    source: `${area.source}(average='${average}')`,
    needsProbabilities: true,
    ...(average !== 'macro' && { carriedBy: allRows }),
    obstacle: (answers) => obstacleOf(answers, area.metric, average),
    evaluator: (answers) => evaluators[average](answers, area),
  })
}

const evaluators: Readonly<Record<Average, (answers: Answers, area: Area) => Evaluator>> = {
  macro: (answers, { metric }) => {
    const each = eachLabel(answers, metric)
    return (weights) => each.reduce((sum, value) => sum + value(weights), 0) / each.length
  },
  weighted: (answers, { metric }) => {
    const each = eachLabel(answers, metric)
    return (weights) => {
      const { actual } = labelCounts(answers, weights)
      const all = actual.reduce((sum, count) => sum + count, 0)
      return each.reduce((sum, value, label) => sum + ((actual[label] ?? 0) / all) * value(weights), 0)
    }
  },
  micro: (answers, { metric }) => {
    const whole = metric.evaluator(together(answers), 1)
    const width = answers.classes.length
    const spread = new Float64Array(answers.labels.length)
    return (weights) => {
      for (let at = 0; at < spread.length; at += 1) spread[at] = weights[Math.floor(at / width)] ?? 0
      return whole(spread)
    }
  },
  samples: (answers, { ofRow }) => {
    const values = Float64Array.from({ length: answers.rows }, (_, row) => ofRow(splitRow(answers, row)))
    return (weights) => weightedMean(values, weights)
  },
}

function eachLabel(answers: Answers, metric: Metric): readonly Evaluator[] {
  return answers.classes.map((_, label) => metric.evaluator(ofLabel(answers, label), 1))
}

/** All labels of all rows, as if each were a row of one label. */
function together({ labels, predictions, probabilities = new Float64Array() }: Answers): Answers {
  return ofLabel({ task: 'multilabel', rows: labels.length, classes: ['any'], labels, predictions, probabilities }, 0)
}

function obstacleOf(answers: Answers, metric: Metric, average: Average): string | undefined {
  if (average === 'micro') return metric.obstacle(together(answers), 1)
  if (average === 'samples') return metric.name === 'roc_auc' ? oneSidedRow(answers) : undefined
  const reasons = answers.classes.map((_, label) => metric.obstacle(ofLabel(answers, label), 1))
  const label = reasons.findIndex((reason) => reason !== undefined)
  return label < 0 ? undefined : `${answers.classes[label]}: ${reasons[label]}`
}

function oneSidedRow({ rows, classes, labels }: Answers): string | undefined {
  for (let row = 0; row < rows; row += 1) {
    const own = labels.subarray(row * classes.length, (row + 1) * classes.length)
    if (!own.includes(0) || !own.includes(1)) return `row ${row + 1} has all labels, or none`
  }
  return undefined
}
