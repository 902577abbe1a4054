import { weightedMean } from '../../counts.ts'
import { savedMetric } from '../../row-family.ts'

/** 1 − squared error ÷ squared deviation of the labels. Interval: bootstrap BCa. */
export const r2 = savedMetric({
  name: 'r2',
  summary: 'Share of the variance explained; with constant labels 1 if every answer is exact, else 0.',
  source: 'r2_score(force_finite=True)',
  alsoKnownAs: ['r2_score', 'r_squared', 'r^2'],
  task: 'regression',
  needsProbabilities: false,
  obstacle: ({ rows }) => (rows < 2 ? 'it needs at least two rows' : undefined),
  evaluator: ({ labels, predictions }) => {
    return (weights) => {
      const mean = weightedMean(labels, weights)
      let [errors, deviations] = [0, 0]
      for (let row = 0; row < weights.length; row += 1) {
        const weight = weights[row] ?? 0
        const label = labels[row] ?? 0
        errors += weight * (label - (predictions[row] ?? 0)) ** 2
        deviations += weight * (label - mean) ** 2
      }
      if (deviations > 0) return 1 - errors / deviations
      return errors > 0 ? 0 : 1
    }
  },
})
