import type { Metric } from '../../types.ts'
import { f1 } from '../classes/f1.ts'
import { precision } from '../classes/precision.ts'
import { recall } from '../classes/recall.ts'
import { specificity } from '../classes/specificity.ts'
import { areaOfLabels, precisionArea, rocArea } from './areas.ts'
import { averageOver, averages, scored } from './averages.ts'
import { jaccard } from './jaccard.ts'
import { labelMetric } from './one-label.ts'
import { coverageError, labelRankingAveragePrecision, labelRankingLoss } from './ranking.ts'
import { hammingLoss, subsetAccuracy } from './rows.ts'

/** Every metric of several labels a row, in the order in which reports show them. */
export const multilabelMetrics: readonly Metric[] = [
  subsetAccuracy,
  hammingLoss,
  ...[precision, recall, specificity, f1, jaccard].map(labelMetric),
  ...averages.flatMap((average) => Object.values(scored).map((one) => averageOver(one, average))),
  areaOfLabels(rocArea),
  areaOfLabels(precisionArea),
  labelRankingAveragePrecision,
  labelRankingLoss,
  coverageError,
]
