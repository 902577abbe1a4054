import type { Metric } from '../../types.ts'
import { accuracy } from './accuracy.ts'

/** Over all classes together precision, recall and F1 are the share of right answers, where every row has one label. */
function microMetric(score: 'precision' | 'recall' | 'f1'): Metric {
  const { alsoKnownAs: _, ...same } = accuracy
  return {
    ...same,
    name: `${score}_micro`,
    summary: `${score} over all classes together: with one label a row the same number as accuracy.`,
    source: `${score}_score(average='micro')`,
  }
}

export const [precisionMicro, recallMicro, f1Micro] = [
  microMetric('precision'),
  microMetric('recall'),
  microMetric('f1'),
] as const
