export { bestThreshold, type ChosenThreshold } from './choose.ts'
export { confusionMatrix } from './counts.ts'
export { customMetric } from './custom/metric.ts'
export { type CustomMetric, type CustomValues, type Formula, functions, type WholeValue } from './custom/types.ts'
export { findMetric, knownAs, metricNames, metricsPage } from './find.ts'
export {
  type Measured,
  type MeasureOptions,
  measure,
  measureDifference,
  metricLabel,
  metricValue,
  obstacleTo,
  UndefinedMetric,
} from './measure.ts'
export { families } from './metrics/families.ts'
export { metrics } from './metrics/index.ts'
export { multilabelFamilies } from './metrics/multilabel/families.ts'
export { multilabelMetrics } from './metrics/multilabel/index.ts'
export { describeParameter, type MetricFamily, type Parameter } from './parameters.ts'
export type { Answers, Interval, IntervalRequest, Metric, Pair } from './types.ts'
