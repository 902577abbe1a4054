import type { NumericProfile } from '@trainyard/evidence'
import { ksTwoSampleP } from '@trainyard/statistics'
import type { Pair, RawTest } from '../types.ts'
import { withoutValues } from './untestable.ts'

/**
 * Two-sample Kolmogorov–Smirnov test between the cut points of the profile. Values inside a bin count as ties, and the
 * p-value is conditional on them, so that the binning costs some power and no false alarms.
 */
export function numericTest({ reference, current }: Pair, before: NumericProfile, now: NumericProfile): RawTest {
  const [n, m] = [total(before.counts), total(now.counts)]
  if (n === 0 || m === 0) return withoutValues(reference, n)
  const distance = greatestDistance(before.counts, now.counts, n, m)
  const ties = before.counts.map((count, at) => count + (now.counts[at] ?? 0))
  return {
    column: reference.name,
    source: reference.source,
    test: 'kolmogorov-smirnov',
    statistic: distance,
    p: ksTwoSampleP(distance, n, m, ties),
    detail: means(before, now, current.type),
  }
}

function greatestDistance(before: readonly number[], now: readonly number[], n: number, m: number): number {
  let [below, belowNow, greatest] = [0, 0, 0]
  for (const [at, count] of before.entries()) {
    below += count
    belowNow += now[at] ?? 0
    greatest = Math.max(greatest, Math.abs(below / n - belowNow / m))
  }
  return greatest
}

function means({ mean: before }: NumericProfile, { mean: now }: NumericProfile, type: Pair['current']['type']): string {
  if (before === null || now === null || type === 'date' || type === 'timestamp' || type === 'time') return ''
  return `mean ${Number(before.toPrecision(4))} → ${Number(now.toPrecision(4))}`
}

export function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
