import type { Metric } from '../../types.ts'
import { groupMetric, type RankedGroup, runsOf } from './per-group.ts'

/**
 * Mean over groups of the average precision of each: rows with relevance above 0 are relevant, rows of equal score are one
 * threshold. A group without anything relevant is 0, as in scikit-learn.
 */
export const meanAveragePrecision: Metric = groupMetric(
  {
    name: 'map',
    summary:
      'Average precision of the order in each group, rows of relevance above 0 being relevant; mean over groups.',
    source: 'average_precision_score of each group',
  },
  averagePrecision,
)

function averagePrecision({ relevance, score }: RankedGroup): number {
  let [sum, hits, seen] = [0, 0, 0]
  for (const run of runsOf(score)) {
    const found = run.filter((place) => (relevance[place] ?? 0) > 0).length
    seen += run.length
    hits += found
    sum += (found * hits) / seen
  }
  return hits > 0 ? sum / hits : 0
}
