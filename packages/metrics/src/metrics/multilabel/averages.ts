import type { ClassCounts } from '../../counts.ts'
import { meanValues } from '../../family.ts'
import { allRows } from '../../intervals/carriers.ts'
import type { Answers, Metric } from '../../types.ts'
import { labelCounts, rowCounts } from './counts.ts'
import { drawnMetric, rowMeanMetric } from './family.ts'
import { fBetaScore, jaccardScore, type LabelScore, precisionScore, recallScore } from './scores.ts'

/** How the labels' scores become one, as scikit-learn calls it. */
export const averages = ['macro', 'micro', 'weighted', 'samples'] as const
export type Average = (typeof averages)[number]

const words: Readonly<Record<Average, string>> = {
  macro: 'mean over the labels',
  micro: 'over the labels of all rows together',
  weighted: 'mean over the labels, each weighted by the rows that have it',
  samples: 'mean over the rows, each by its own labels',
}

export interface Scored {
  readonly name: string
  /** As in a sentence: `precision`. */
  readonly title: string
  /** scikit-learn's function. */
  readonly source: string
  readonly score: LabelScore
}

export const scored = {
  precision: { name: 'precision', title: 'Precision', source: 'precision_score', score: precisionScore },
  recall: { name: 'recall', title: 'Recall', source: 'recall_score', score: recallScore },
  f1: { name: 'f1', title: 'F1', source: 'f1_score', score: fBetaScore(1) },
  jaccard: { name: 'jaccard', title: 'Jaccard index', source: 'jaccard_score', score: jaccardScore },
} as const satisfies Readonly<Record<string, Scored>>

/** `precision_macro` and its like, over several labels a row. */
export function averageOver({ name, title, source, score }: Scored, average: Average): Metric {
  const described = {
    name: `${name}_${average}`,
    summary: `${title}: ${words[average]}.`,
    source: `${source}(average='${average}')`,
  }
  if (average === 'samples') return rowMeanMetric(described, (answers) => scoresOfRows(answers, score))
  const value = average === 'micro' ? pooled(score) : mean(score, average)
  const carried = average !== 'macro' && { carriedBy: allRows }
  return drawnMetric({
    ...described,
    ...carried,
    evaluator: (answers) => (weights) => value(labelCounts(answers, weights)),
  })
}

function scoresOfRows(answers: Answers, score: LabelScore): Float64Array {
  return Float64Array.from({ length: answers.rows }, (_, row) => {
    const { hits, actual, predicted } = rowCounts(answers, row)
    return score(hits, actual, predicted)
  })
}

function pooled(score: LabelScore) {
  const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0)
  return ({ hits, actual, predicted }: ClassCounts) => score(sum(hits), sum(actual), sum(predicted))
}

function mean(score: LabelScore, average: 'macro' | 'weighted') {
  const value = ({ hits, actual, predicted }: ClassCounts, index: number) =>
    score(hits[index] ?? 0, actual[index] ?? 0, predicted[index] ?? 0)
  return (counts: ClassCounts) => meanValues(counts, [...counts.hits.keys()], average, { value }).mean
}
