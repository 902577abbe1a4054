import type { CategoricalProfile } from '@trainyard/evidence'
import { chiSquareSurvival, fisherExact } from '@trainyard/statistics'
import type { Pair, RawTest } from '../types.ts'
import { untestable, withoutValues } from './untestable.ts'

/** Cells with a smaller expected count are put together. Cochran (1954). */
const LEAST_EXPECTED = 5

interface Cell {
  readonly name: string
  /** Many categories that were not told apart: rare ones, whatever they add up to. */
  readonly mixed?: true
  readonly before: number
  readonly now: number
}

/**
 * Chi-square test of homogeneity: both sides' sampling error counts. Rare cells are put together first, by their counts in
 * both samples together: a rule that favoured one sample, such as a cell for what the reference never had, would raise
 * false alarms. Two samples too small for it are tested by Fisher's exact test of the commonest category.
 * SciPy: chi2_contingency(correction=False), fisher_exact.
 */
export function categoricalTest({ reference }: Pair, before: CategoricalProfile, now: CategoricalProfile): RawTest {
  const cells = cellsOf(before, now)
  const [n, m] = [sum(cells, 'before'), sum(cells, 'now')]
  if (n === 0 || m === 0) return withoutValues(reference, n)
  if (before.other > 0) return untestable(reference, `more than ${Object.keys(before.counts).length} categories`)
  const detail = greatestChange(cells, n, m)
  return { column: reference.name, source: reference.source, test: 'chi-square', ...compare(cells, n, m), detail }
}

function compare(cells: readonly Cell[], n: number, m: number): { readonly statistic: number; readonly p: number } {
  const pooled = poolRare(cells, n, m)
  const statistic = pooled.reduce((all, { before: a, now: b }) => all + contribution(a, b, n, m), 0)
  if (pooled.length > 1) return { statistic, p: chiSquareSurvival(statistic, pooled.length - 1) }
  const [commonest] = [...cells].sort((a, b) => b.before + b.now - a.before - a.now)
  return { statistic, p: commonest ? fisherExact(commonest.before, n, commonest.now, m) : 1 }
}

function cellsOf(before: CategoricalProfile, now: CategoricalProfile): Cell[] {
  const names = new Set([...Object.keys(before.counts), ...Object.keys(now.counts)])
  const listed = [...names].map((name) => ({ name, before: countOf(before, name), now: countOf(now, name) }))
  return [...listed, { name: 'other', before: before.other, now: now.other, mixed: true } as const].filter(
    (cell) => cell.before + cell.now > 0,
  )
}

/** (a − â)² ÷ â + (b − b̂)² ÷ b̂ with the counts expected from the pooled share. */
function contribution(a: number, b: number, n: number, m: number): number {
  const expectedBefore = ((a + b) * n) / (n + m)
  const expectedNow = ((a + b) * m) / (n + m)
  return (a - expectedBefore) ** 2 / expectedBefore + (b - expectedNow) ** 2 / expectedNow
}

function poolRare(cells: readonly Cell[], n: number, m: number): Cell[] {
  const share = Math.min(n, m) / (n + m)
  const rare = cells.filter((cell) => cell.mixed || (cell.before + cell.now) * share < LEAST_EXPECTED)
  const kept = cells.filter((cell) => !rare.includes(cell)).sort((a, b) => a.before + a.now - b.before - b.now)
  if (rare.length === 0) return kept
  const together = { name: 'rare', before: sum(rare, 'before'), now: sum(rare, 'now') }
  const [smallest, ...rest] = kept
  const enough = (together.before + together.now) * share >= LEAST_EXPECTED
  if (enough || smallest === undefined) return [...kept, together]
  return [...rest, { name: 'rare', before: together.before + smallest.before, now: together.now + smallest.now }]
}

/** How often a profile has a category. */
export function countOf({ counts }: CategoricalProfile, category: string): number {
  return Object.hasOwn(counts, category) ? (counts[category] ?? 0) : 0
}

function greatestChange(cells: readonly Cell[], n: number, m: number): string {
  const change = ({ before, now }: Cell) => Math.abs(before / n - now / m)
  const [most] = [...cells].sort((a, b) => change(b) - change(a))
  if (most === undefined) return ''
  return `${most.name} ${percent(most.before / n)} → ${percent(most.now / m)}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`
}

function sum(cells: readonly Cell[], side: 'before' | 'now'): number {
  return cells.reduce((all, cell) => all + cell[side], 0)
}
