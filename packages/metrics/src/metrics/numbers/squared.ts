import { nothingKnown } from '../../intervals/paired.ts'
import { lossMetric, rootMetric } from '../../row-family.ts'
import type { Answers, Metric } from '../../types.ts'

/** Mean squared error, in the square of the target's unit. */
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

/** Root of the mean squared error, in the target's unit. */
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

const logErrors = rootMetric(
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

/** Of fewer rows an interval covered 84 to 91 % where 95 were asked: near −1 a few rows carry most of the sum. */
const fewestRows = 2000
/** The same of a difference: 87 % of 500 rows, 89 % of 2,000. */
const fewestCompared = 5000

/** Root of the mean squared difference of ln(1 + value). */
export const rmsle: Metric = {
  ...logErrors,
  methods: {
    interval: "Hall's t of skewed numbers, from 2,000 rows on",
    difference: `${logErrors.methods.difference}, from 5,000 rows on`,
  },
  limits: (answers, classIndex, request) =>
    answers.rows < fewestRows ? request.levels.map(nothingKnown) : logErrors.limits(answers, classIndex, request),
  difference: (pair, classIndex, request) =>
    pair.candidate.rows < fewestCompared
      ? request.levels.map(nothingKnown)
      : logErrors.difference(pair, classIndex, request),
}

function tooSmall({ labels, predictions }: Answers): string | undefined {
  if (labels.some((value) => value <= -1)) return 'a label is not above −1'
  return predictions.some((value) => value <= -1) ? 'a prediction is not above −1' : undefined
}

function squares({ labels, predictions }: Answers): Float64Array {
  return labels.map((label, row) => (label - (predictions[row] ?? 0)) ** 2)
}
