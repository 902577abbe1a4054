import { type ClassCounts, ratio } from '../../counts.ts'
import { type ClassScore, classMetric, shareMethods } from '../../family.ts'
import { rowsNotLabelled } from '../../intervals/carriers.ts'
import { pairedShareWhere } from '../../intervals/paired.ts'

const score: ClassScore = {
  value: (counts, index) => ratio(rejected(counts, index), others(counts, index)),
  limits: (counts, index, level, of) => {
    const n = others(counts, index)
    return of(rejected(counts, index), n, level)
  },
}

/** Of the rows of other classes, the share not predicted as the class. Interval: Wilson (1927); difference: Tango (1998). */
export const specificity = classMetric(
  {
    name: 'specificity',
    summary: 'Of the rows of other classes, the share not predicted as the class.',
    source: 'recall_score(pos_label=the other class)',
    alsoKnownAs: ['true_negative_rate', 'tnr'],
    obstacle: ({ labels, classes }, index) =>
      labels.some((label) => label !== index) ? undefined : `every row has the label ${classes[index]}`,
    ofShare: true,
    methods: shareMethods,
    carriedBy: (answers, index) => [rowsNotLabelled(answers, index)],
    difference: pairedShareWhere(
      (label, index) => label !== index,
      (prediction, _, index) => prediction !== index,
    ),
  },
  score,
)

function others({ rows, actual }: ClassCounts, index: number): number {
  return rows - (actual[index] ?? 0)
}

function rejected({ rows, hits, actual, predicted }: ClassCounts, index: number): number {
  return rows - (actual[index] ?? 0) - (predicted[index] ?? 0) + (hits[index] ?? 0)
}
