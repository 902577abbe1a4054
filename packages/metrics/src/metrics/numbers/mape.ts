import { lossMetric } from '../../row-family.ts'

/** Mean of |error| / max(|label|, ε): a share, not per cent, and huge where a label is 0. Interval: bootstrap BCa. */
export const mape = lossMetric(
  {
    name: 'mape',
    summary: 'Mean of |error| ÷ |label|, as a share; a label of 0 counts as 2.2e-16 and makes it huge.',
    source: 'mean_absolute_percentage_error',
    alsoKnownAs: ['mean_absolute_percentage_error'],
    task: 'regression',
    needsProbabilities: false,
  },
  ({ labels, predictions }) =>
    labels.map((label, row) => Math.abs(label - (predictions[row] ?? 0)) / Math.max(Math.abs(label), Number.EPSILON)),
)
