import { shareMethods } from '../../family.ts'
import { pairedShareWhere } from '../../intervals/paired.ts'
import { shareLimits } from '../../intervals/share.ts'
import type { Answers, Metric } from '../../types.ts'
import { rowMeanMetric } from './family.ts'

/** Labels of a row that are wrong. */
function wrongLabels({ classes, labels, predictions }: Answers, row: number): number {
  let wrong = 0
  for (let at = row * classes.length; at < (row + 1) * classes.length; at += 1)
    if (labels[at] !== predictions[at]) wrong += 1
  return wrong
}

/** 1 for a row whose labels are all right. */
export function exactRows(answers: Answers): Float64Array {
  return Float64Array.from({ length: answers.rows }, (_, row) => (wrongLabels(answers, row) === 0 ? 1 : 0))
}

/** Share of rows all of whose labels are right. Interval: Wilson (1927); difference: Tango (1998). */
export const subsetAccuracy: Metric = {
  ...rowMeanMetric(
    {
      name: 'accuracy',
      summary: 'Share of rows all of whose labels are right (subset accuracy).',
      source: 'accuracy_score',
      alsoKnownAs: ['subset_accuracy', 'exact_match'],
    },
    exactRows,
  ),
  limits: (answers, _, { levels }) => {
    const right = exactRows(answers).reduce((sum, one) => sum + one, 0)
    return levels.map((level) => shareLimits(right, answers.rows, level))
  },
  difference: ({ candidate, champion }, _, request) => {
    const side = (answers: Answers): Answers => ({
      task: 'classification',
      rows: answers.rows,
      classes: ['wrong', 'right'],
      labels: new Float64Array(answers.rows).fill(1),
      predictions: exactRows(answers),
    })
    const right = pairedShareWhere(
      () => true,
      (prediction) => prediction === 1,
    )
    return right({ candidate: side(candidate), champion: side(champion) }, -1, request)
  },
  methods: shareMethods,
}

/** Share of all labels of all rows that are wrong. */
export const hammingLoss = rowMeanMetric(
  {
    name: 'hamming_loss',
    summary: 'Share of the labels of all rows that are wrong.',
    source: 'hamming_loss',
    better: 'lower',
    range: [0, 1],
  },
  (answers) =>
    Float64Array.from({ length: answers.rows }, (_, row) => wrongLabels(answers, row) / answers.classes.length),
)
