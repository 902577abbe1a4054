import { rowMetric } from '../../family.ts'
import { weightedMedian } from '../../median.ts'

const { abs } = Math

/** Median of the absolute errors, in the target's unit. Interval: bootstrap BCa. */
export const medianAbsoluteError = rowMetric({
  name: 'median_absolute_error',
  summary: 'Median of the absolute errors, in the unit of the target: a few large errors do not move it.',
  source: 'median_absolute_error',
  alsoKnownAs: ['neg_median_absolute_error'],
  task: 'regression',
  better: 'lower',
  needsProbabilities: false,
  evaluator: ({ labels, predictions }) => {
    return weightedMedian(labels.map((label, row) => Math.abs(label - (predictions[row] ?? 0))))
  },
})

/** 1 − absolute error ÷ absolute error of the labels' median. Interval: bootstrap BCa. */
export const d2AbsoluteError = rowMetric({
  name: 'd2_absolute_error',
  summary: 'Share of the absolute error that is saved over always answering the median; with constant labels 1 or 0.',
  source: 'd2_absolute_error_score',
  alsoKnownAs: ['d2_absolute_error_score'],
  task: 'regression',
  better: 'higher',
  needsProbabilities: false,
  obstacle: ({ rows }) => (rows < 2 ? 'it needs at least two rows' : undefined),
  evaluator: ({ labels, predictions }) => {
    const errors = labels.map((label, row) => Math.abs(label - (predictions[row] ?? 0)))
    const medianOf = weightedMedian(labels)
    return (weights) => {
      const median = medianOf(weights)
      let [own, simple] = [0, 0]
      for (let row = 0; row < weights.length; row += 1) {
        const weight = weights[row] ?? 0
        own += weight * (errors[row] ?? 0)
        simple += weight * abs((labels[row] ?? 0) - median)
      }
      if (simple > 0) return 1 - own / simple
      return own > 0 ? 0 : 1
    }
  },
})
