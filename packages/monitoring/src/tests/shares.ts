import type { CategoricalProfile } from '@trainyard/evidence'
import { chiSquareSurvival, fisherExact } from '@trainyard/statistics'
import type { Pair, RawTest } from '../types.ts'

/** Fisher's exact test walks over every table; above this many rows the chi-square approximation is as good. */
const MOST_EXACT = 200_000

/** Whether the share of rows without a value has changed. */
export function missingTest({ reference, current }: Pair): RawTest {
  return {
    column: reference.name,
    source: reference.source,
    test: 'missing-share',
    statistic: share(current.missing, current.rows) - share(reference.missing, reference.rows),
    p: twoShares(reference.missing, reference.rows, current.missing, current.rows),
    detail: `missing ${percent(reference.missing, reference.rows)} → ${percent(current.missing, current.rows)}`,
  }
}

/** Whether there are more rows in categories that the reference does not list than chance lets in. */
export function unseenTest({ reference, current }: Pair, before: CategoricalProfile, now: CategoricalProfile): RawTest {
  const [n, m] = [reference.rows - reference.missing, current.rows - current.missing]
  return {
    column: reference.name,
    source: reference.source,
    test: 'unseen-categories',
    statistic: share(now.other, m),
    p: now.other === 0 ? 1 : twoShares(before.other, n, now.other, m),
    detail: now.other === 0 ? '' : `${now.other} rows in categories that were never seen`,
  }
}

function twoShares(a: number, n: number, b: number, m: number): number | null {
  if (n === 0 || m === 0) return null
  if (n + m <= MOST_EXACT || Math.min(a + b, n + m - a - b) < 100) return fisherExact(a, n, b, m)
  const pooled = (a + b) / (n + m)
  const z = (a / n - b / m) / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
  return chiSquareSurvival(z * z, 1)
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

function percent(part: number, whole: number): string {
  return `${(100 * share(part, whole)).toFixed(1)} %`
}
