import type { CategoricalProfile } from '@trainyard/evidence'
import { chiSquareSurvival, fisherExact } from '@trainyard/statistics'
import type { Pair, RawTest } from '../types.ts'
import { countOf } from './categorical.ts'

/** Fisher's exact test walks over every table; above this many rows the chi-square approximation is as good. */
const MOST_EXACT = 200_000

/** Whether the share of rows without a value has changed. Where neither sample misses any, there is nothing to test. */
export function missingTest({ reference, current }: Pair): RawTest[] {
  if (reference.missing + current.missing === 0 && reference.rows > 0 && current.rows > 0) return []
  return [
    {
      column: reference.name,
      source: reference.source,
      test: 'missing-share',
      statistic: share(current.missing, current.rows) - share(reference.missing, reference.rows),
      p: twoShares(reference.missing, reference.rows, current.missing, current.rows),
      detail: `missing ${percent(reference.missing, reference.rows)} → ${percent(current.missing, current.rows)}`,
    },
  ]
}

/**
 * Whether a category that the reference never had is more than chance. Were both samples alike, all its rows would be
 * among the new ones with the probability of drawing them so without replacement; the least probable one is corrected for
 * the number of categories (Bonferroni). In a column of many rare categories some are always new: that is no alarm.
 */
export function unseenTest(
  { reference, current }: Pair,
  before: CategoricalProfile,
  now: CategoricalProfile,
): RawTest[] {
  const [n, m] = [reference.rows - reference.missing, current.rows - current.missing]
  if (before.other > 0 || n === 0 || m === 0) return []
  const unseen = Object.entries(now.counts).filter(([category]) => countOf(before, category) === 0)
  const rows = unseen.reduce((sum, [, count]) => sum + count, now.other)
  const categories = Object.keys(before.counts).length + unseen.length + now.other
  const most = Math.max(0, ...unseen.map(([, count]) => count))
  return [
    {
      column: reference.name,
      source: reference.source,
      test: 'unseen-categories',
      statistic: share(rows, m),
      p: most === 0 ? 1 : Math.min(1, categories * allInSecond(most, n, m)),
      detail: rows === 0 ? '' : `${rows} rows in categories that were never seen`,
    },
  ]
}

/** Probability that `count` given rows of n + m are all among the m. */
function allInSecond(count: number, n: number, m: number): number {
  let probability = 1
  for (let drawn = 0; drawn < count && probability > 0; drawn += 1) probability *= (m - drawn) / (n + m - drawn)
  return probability
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
