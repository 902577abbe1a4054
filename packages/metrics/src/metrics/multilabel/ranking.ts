import type { Answers, Metric } from '../../types.ts'
import { rowMeanMetric } from './family.ts'

/** Of one row: the probabilities of the labels it has, and of the others. */
export interface Split {
  readonly having: readonly number[]
  readonly others: readonly number[]
}

export function splitRow({ classes, labels, probabilities = new Float64Array() }: Answers, row: number): Split {
  const [having, others]: [number[], number[]] = [[], []]
  for (let at = row * classes.length; at < (row + 1) * classes.length; at += 1)
    (labels[at] === 1 ? having : others).push(probabilities[at] ?? 0)
  return { having, others }
}

/** One value a row, of the order that its probabilities put the labels in. */
function ofSplits(value: (split: Split) => number): (answers: Answers) => Float64Array {
  return (answers) => Float64Array.from({ length: answers.rows }, (_, row) => value(splitRow(answers, row)))
}

const atLeast = (values: readonly number[], limit: number) => values.filter((value) => value >= limit).length

/** Of the labels that come as high as each one the row has, the share that it has, too; mean over those it has. */
export function sharesOfHaving({ having, others }: Split): number {
  const shares = having.map((value) => {
    const own = atLeast(having, value)
    return own / (own + atLeast(others, value))
  })
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}

/** Tsoumakas, Katakis and Vlahavas (2010); ties count to the worse side, as in scikit-learn. */
export const labelRankingAveragePrecision: Metric = rowMeanMetric(
  {
    name: 'label_ranking_average_precision',
    summary: 'Of the labels ranked as high as each label a row has, the share it has, too; mean over labels and rows.',
    source: 'label_ranking_average_precision_score',
    alsoKnownAs: ['lrap', 'label_ranking_average_precision_score'],
    needsProbabilities: true,
  },
  ofSplits((split) => (split.having.length === 0 ? 1 : sharesOfHaving(split))),
)

export const labelRankingLoss: Metric = rowMeanMetric(
  {
    name: 'label_ranking_loss',
    summary: 'Share of pairs of a label that a row has and one it has not that are in the wrong order; mean over rows.',
    source: 'label_ranking_loss',
    needsProbabilities: true,
    better: 'lower',
    range: [0, 1],
  },
  ofSplits(({ having, others }) => {
    if (having.length === 0 || others.length === 0) return 0
    const wrong = having.reduce((sum, value) => sum + atLeast(others, value), 0)
    return wrong / (having.length * others.length)
  }),
)

export const coverageError: Metric = rowMeanMetric(
  {
    name: 'coverage_error',
    summary: 'How many of the labels, the most probable first, hold all that a row has; mean over rows.',
    source: 'coverage_error',
    needsProbabilities: true,
    better: 'lower',
    range: [0, Number.POSITIVE_INFINITY],
  },
  ofSplits(({ having, others }) => {
    const least = Math.min(...having)
    return having.length === 0 ? 0 : having.length + atLeast(others, least)
  }),
)
