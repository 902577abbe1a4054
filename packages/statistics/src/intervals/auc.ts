import { bisect } from '../bisect.ts'
import { normalQuantile } from '../distributions.ts'
import type { Interval } from './interval.ts'

/**
 * Interval for an area under the ROC curve. Score form of Hanley and McNeil (1982): the limits θ solve
 * (θ − area)² = z² V(θ). Newcombe (2006), Statistics in Medicine 25, method 5: sound at an area of 1 too.
 * @param observed variance of the area as its rows show it, such as DeLong's. The more rows there are, the more V is scaled
 * to it: V takes scores for exponential, and covers too much of others
 */
export function aucLimits({ area, positives, negatives, observed = 0 }: ObservedArea, level: number): Interval {
  const z = normalQuantile((1 + level) / 2)
  const scale = scaleTo(observed / variance(area, positives, negatives), Math.min(positives, negatives))
  const reach = (theta: number) => z * Math.sqrt(scale * variance(theta, positives, negatives))
  return {
    low: area === 0 ? 0 : bisect((theta) => theta + reach(theta) - area, 0, area),
    high: area === 1 ? 1 : bisect((theta) => theta - reach(theta) - area, area, 1),
    level,
    method: 'newcombe',
  }
}

export interface ObservedArea {
  readonly area: number
  readonly positives: number
  readonly negatives: number
  readonly observed?: number
}

/** As many rows of the rarer class say as much of the variance as its formula does. */
const formulaRows = 20

/** Few rows tell the ratio of variances badly: it is drawn towards 1, and is half to twice at most. */
function scaleTo(ratio: number, rarest: number): number {
  const shown = ratio > 0 && Number.isFinite(ratio) ? Math.min(2, Math.max(0.5, ratio)) : 1
  return (rarest * shown + formulaRows) / (rarest + formulaRows)
}

function variance(theta: number, positives: number, negatives: number): number {
  const mean = (positives + negatives) / 2
  const pairs = (1 - theta) / (2 - theta) + theta / (1 + theta)
  return (theta * (1 - theta) * (1 + (mean - 1) * pairs)) / (positives * negatives)
}
