import type { Metric } from '../../types.ts'
import { groupMetric, type RankedGroup, runsOf } from './per-group.ts'

/**
 * Normalised discounted cumulative gain: Σ relevance ÷ log₂(1 + rank), over that of the best order; mean over groups. Ties
 * share the mean of their relevance (McSherry and Najork 2008). A group without anything relevant is 0, as in scikit-learn.
 * Järvelin and Kekäläinen (2002).
 */
export function ndcg(k?: number): Metric {
  const most = k ?? Number.POSITIVE_INFINITY
  return groupMetric(
    {
      name: 'ndcg',
      summary: `Discounted gain of the order in each group${k === undefined ? '' : `, of its first ${k} rows`}, over that of the best order; mean over groups.`,
      source: `ndcg_score(k=${k ?? 'None'})`,
    },
    (group) => {
      const best = gain({ relevance: group.relevance, score: group.relevance }, most)
      return best > 0 ? gain(group, most) / best : 0
    },
  )
}

function gain({ relevance, score }: RankedGroup, most: number): number {
  let [sum, rank] = [0, 0]
  for (const run of runsOf(score)) {
    const mean = run.reduce((all, place) => all + (relevance[place] ?? 0), 0) / run.length
    for (let at = 0; at < run.length && rank < most; at += 1) {
      sum += mean / Math.log2(rank + 2)
      rank += 1
    }
  }
  return sum
}
