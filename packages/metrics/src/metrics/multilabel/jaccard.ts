import { ratio } from '../../counts.ts'
import { classMetric } from '../../family.ts'
import { shareLimits } from '../../intervals/share.ts'

/** Rows that have a label and are answered with it, of those that have it or are. Interval: Wilson (1927). */
export const jaccard = classMetric(
  {
    name: 'jaccard',
    summary: 'Of the rows that have the label or are answered with it, the share of which both is true.',
    source: 'jaccard_score(average=None)',
    alsoKnownAs: ['jaccard_score', 'iou'],
  },
  {
    value: ({ hits, actual, predicted }, index) => ratio(hits[index] ?? 0, either(actual, predicted, hits, index)),
    limits: ({ hits, actual, predicted }, index, level) =>
      shareLimits(hits[index] ?? 0, either(actual, predicted, hits, index), level),
  },
)

function either(actual: Float64Array, predicted: Float64Array, hits: Float64Array, index: number): number {
  return (actual[index] ?? 0) + (predicted[index] ?? 0) - (hits[index] ?? 0)
}
