import { lossMetric } from '../../row-family.ts'

/** Mean absolute error, in the target's unit. Interval: bootstrap BCa. */
export const mae = lossMetric(
  {
    name: 'mae',
    summary: 'Mean absolute error, in the unit of the target.',
    source: 'mean_absolute_error',
    alsoKnownAs: ['mean_absolute_error', 'neg_mean_absolute_error'],
    task: 'regression',
    needsProbabilities: false,
  },
  ({ labels, predictions }) => labels.map((label, row) => Math.abs(label - (predictions[row] ?? 0))),
)
