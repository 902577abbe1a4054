import { medianLimits } from '@trainyard/statistics'
import { weightedMedian } from '../../median.ts'
import { rowMetric, savedMetric } from '../../row-family.ts'
import type { Answers, Metric } from '../../types.ts'
import { d2Evaluator, fewerThanTwo } from './pinball.ts'

const medianError = rowMetric({
  name: 'median_absolute_error',
  summary: 'Median of the absolute errors, in the unit of the target: a few large errors do not move it.',
  source: 'median_absolute_error',
  alsoKnownAs: ['neg_median_absolute_error'],
  task: 'regression',
  better: 'lower',
  ofOrder: true,
  needsProbabilities: false,
  evaluator: (answers) => weightedMedian(errors(answers)),
})

/** Median of the absolute errors, in the target's unit. Interval: order statistics. */
export const medianAbsoluteError: Metric = {
  ...medianError,
  methods: { ...medianError.methods, interval: 'order statistics, interpolated' },
  limits: (answers, _, { levels }) => medianLimits(errors(answers), levels),
}

function errors({ labels, predictions }: Answers): Float64Array {
  return labels.map((label, row) => Math.abs(label - (predictions[row] ?? 0)))
}

/** 1 − absolute error ÷ absolute error of the labels' median. Interval: bootstrap BCa. */
export const d2AbsoluteError = savedMetric({
  name: 'd2_absolute_error',
  summary: 'Share of the absolute error that is saved over always answering the median; with constant labels 1 or 0.',
  source: 'd2_absolute_error_score',
  alsoKnownAs: ['d2_absolute_error_score'],
  task: 'regression',
  needsProbabilities: false,
  obstacle: fewerThanTwo,
  evaluator: d2Evaluator(0.5),
})
