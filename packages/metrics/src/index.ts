export { confusionMatrix } from './counts.ts'
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
export { metrics } from './metrics/index.ts'
export type { Answers, Interval, IntervalRequest, Metric, Pair } from './types.ts'
