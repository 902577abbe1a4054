import { rootMetric } from '../../row-family.ts'

/** Root of the mean squared error, in the target's unit. Interval: bootstrap BCa. */
export const rmse = rootMetric(
  {
    name: 'rmse',
    summary: 'Root of the mean squared error, in the unit of the target.',
    source: 'root_mean_squared_error',
    alsoKnownAs: ['root_mean_squared_error', 'neg_root_mean_squared_error'],
    task: 'regression',
    needsProbabilities: false,
  },
  ({ labels, predictions }) => labels.map((label, row) => (label - (predictions[row] ?? 0)) ** 2),
)
