import { bisect } from '../bisect.ts'
import { normalQuantile } from '../distributions.ts'
import type { Interval } from './interval.ts'

/**
 * Interval for an area under the ROC curve. Score form of Hanley and McNeil (1982): the limits θ solve
 * (θ − area)² = z² V(θ). Newcombe (2006), Statistics in Medicine 25, method 5: sound at an area of 1 too.
 */
export function aucLimits(area: number, positives: number, negatives: number, level: number): Interval {
  const z = normalQuantile((1 + level) / 2)
  const reach = (theta: number) => z * Math.sqrt(variance(theta, positives, negatives))
  return {
    low: area === 0 ? 0 : bisect((theta) => theta + reach(theta) - area, 0, area),
    high: area === 1 ? 1 : bisect((theta) => theta - reach(theta) - area, area, 1),
    level,
    method: 'newcombe',
  }
}

function variance(theta: number, positives: number, negatives: number): number {
  const mean = (positives + negatives) / 2
  const pairs = (1 - theta) / (2 - theta) + theta / (1 + theta)
  return (theta * (1 - theta) * (1 + (mean - 1) * pairs)) / (positives * negatives)
}
