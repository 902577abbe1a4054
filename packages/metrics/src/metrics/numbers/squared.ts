import { lossMetric, rootMetric } from '../../row-family.ts'
import type { Answers } from '../../types.ts'

/** Mean squared error, in the square of the target's unit. Interval: bootstrap BCa. */
export const mse = lossMetric(
  {
    name: 'mse',
    summary: 'Mean squared error, in the square of the unit of the target.',
    source: 'mean_squared_error',
    alsoKnownAs: ['mean_squared_error', 'neg_mean_squared_error'],
    task: 'regression',
    needsProbabilities: false,
  },
  squares,
)

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
  squares,
)

/** Root of the mean squared difference of ln(1 + value). Interval: bootstrap BCa. */
export const rmsle = rootMetric(
  {
    name: 'rmsle',
    summary: 'Root of the mean squared difference of ln(1 + value): relative errors, for values above −1.',
    source: 'root_mean_squared_log_error',
    alsoKnownAs: ['root_mean_squared_log_error'],
    task: 'regression',
    needsProbabilities: false,
    obstacle: tooSmall,
  },
  ({ labels, predictions }) => labels.map((label, row) => (Math.log1p(label) - Math.log1p(predictions[row] ?? 0)) ** 2),
)

function tooSmall({ labels, predictions }: Answers): string | undefined {
  if (labels.some((value) => value <= -1)) return 'a label is not above −1'
  return predictions.some((value) => value <= -1) ? 'a prediction is not above −1' : undefined
}

function squares({ labels, predictions }: Answers): Float64Array {
  return labels.map((label, row) => (label - (predictions[row] ?? 0)) ** 2)
}
