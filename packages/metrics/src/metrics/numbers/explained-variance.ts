import { weightedMean } from '../../counts.ts'
import { savedMetric } from '../../row-family.ts'

/** 1 − variance of the errors ÷ variance of the labels: unlike R², blind to a constant offset. Interval: bootstrap BCa. */
export const explainedVariance = savedMetric({
  name: 'explained_variance',
  summary: 'Share of the variance explained, whatever constant the answers are off by.',
  source: 'explained_variance_score(force_finite=True)',
  alsoKnownAs: ['explained_variance_score'],
  task: 'regression',
  needsProbabilities: false,
  evaluator: ({ labels, predictions }) => {
    const errors = labels.map((label, row) => label - (predictions[row] ?? 0))
    return (weights) => {
      const [left, whole] = [variance(errors, weights), variance(labels, weights)]
      if (whole > 0) return 1 - left / whole
      return left > 0 ? 0 : 1
    }
  },
})

function variance(values: Float64Array, weights: Float64Array): number {
  const mean = weightedMean(values, weights)
  let [sum, count] = [0, 0]
  for (let row = 0; row < values.length; row += 1) {
    const weight = weights[row] ?? 0
    sum += weight * ((values[row] ?? 0) - mean) ** 2
    count += weight
  }
  return sum / count
}
