import type { Interval } from '@trainyard/statistics'

/** Resamples that are all alike, but for rounding, say nothing about rows not yet seen. */
export function hasWidth({ low, high }: Interval): boolean {
  return high - low > 1e-12 * Math.max(Math.abs(low), Math.abs(high)) && Number.isFinite(high - low)
}
