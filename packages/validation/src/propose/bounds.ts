import { medianRanks, mostOutside, mostUnseen } from '@trainyard/statistics'
import type { Table } from '../kinds/table.ts'
import { lookAt, type SeenColumn } from './look.ts'
import { valuesAt } from './ranks.ts'

/** Chance that data like the accepted fails any check of a severity. */
export const budget = 0.05

/** A bound that lets more than this share through says nothing: it is widened instead, or left out. */
const LARGEST_SHARE = 0.25

/** Share of the values cut off on each side, so that one gross error in the accepted data makes no bound. */
const CUT_OFF = 0.001

/** How many of `of` values may be otherwise, `share` of them. */
export interface Allowance {
  readonly count: number
  readonly of: number
  readonly share: number
}

export interface RangeBound {
  /** Undefined where it would be infinite. */
  readonly low: number | undefined
  readonly high: number | undefined
  readonly beyond: Allowance
  /** `widened`: too few values for order statistics to say anything; the observed range and its width on each side. */
  readonly basis: 'order-statistics' | 'widened'
}

export interface CategoryBound {
  readonly values: readonly string[]
  readonly beyond: Allowance
}

/** What further data of a column's kind keeps to. */
export interface ColumnBounds {
  readonly column: SeenColumn
  /** Rows without a value; undefined where the role allows none. */
  readonly missing: Allowance | undefined
  readonly range?: RangeBound
  readonly median?: Pick<RangeBound, 'low' | 'high'>
  readonly categories?: CategoryBound
  readonly lengths?: RangeBound
  /** Values of another format. */
  readonly format?: Allowance
  /** Rows that share a value, where none do yet. */
  readonly repeated?: Allowance
}

export interface TableBounds {
  readonly rows: number
  /** The part of the budget that each check gets, by its severity. */
  readonly alpha: { readonly critical: number; readonly warning: number }
  readonly columns: readonly ColumnBounds[]
}

/**
 * Bounds that a fresh sample of as many rows of the same source keeps, all of those of a severity together, with a
 * probability of at least 1 − `budget`: the budget is split evenly over the checks (Bonferroni).
 */
export async function boundsOf(table: Table): Promise<TableBounds> {
  const seen = await lookAt(table)
  const checks = seen.map(checksOf)
  const count = (severity: keyof Checks) => checks.reduce((sum, each) => sum + each[severity], 0)
  const alpha = { critical: budget / Math.max(1, count('critical')), warning: budget / Math.max(1, count('warning')) }
  const values = await valuesAt(
    seen.map((column) => ({ column, ranks: ranksOf(column, alpha) })),
    table,
  )
  const columns = seen.map((column, at) => boundColumn({ column, values: values[at] ?? [] }, alpha, table.rows))
  return { rows: table.rows, alpha, columns }
}

interface Checks {
  readonly critical: number
  readonly warning: number
}

/** How many checks of a column can fail by chance. */
function checksOf(column: SeenColumn): Checks {
  const missing = isRequired(column) ? 0 : 1
  if (column.present === 0 || column.role === 'id') return { critical: missing, warning: 0 }
  const ranged = isNumeric(column)
  const listed = column.categories !== undefined
  const formatted = !listed && column.format !== undefined
  return {
    critical: missing + Number(ranged) + Number(listed) + Number(formatted),
    warning: Number(ranged) + Number(isFreeText(column)) + Number(column.unique),
  }
}

/** The ranks that bound a column's values: those of its range, and behind them those of its median. */
function ranksOf(column: SeenColumn, alpha: TableBounds['alpha']): readonly number[] {
  const { present } = column
  const bounded = present > 0 && column.role !== 'id' && (isNumeric(column) || isFreeText(column))
  if (!bounded) return []
  const cut = cutOff(present)
  const median = isNumeric(column) ? medianRanks({ seen: present, future: present }, alpha.warning) : undefined
  return [cut, present + 1 - cut, ...(median ? [median.low, median.high] : [])]
}

/** Values beyond the bounds on each side. */
function cutOff(present: number): number {
  return Math.ceil(present * CUT_OFF)
}

/** A column with its values at the ranks that bound it. */
interface Ranked {
  readonly column: SeenColumn
  readonly values: readonly number[]
}

function boundColumn({ column, values }: Ranked, alpha: TableBounds['alpha'], rows: number): ColumnBounds {
  const missing = isRequired(column) ? undefined : eventBound(rows - column.present, rows, alpha.critical)
  if (column.present === 0 || column.role === 'id') return { column, missing }
  const none = (level: number) => eventBound(0, column.present, level)
  return {
    column,
    missing,
    ...(isNumeric(column) && { range: rangeBound({ column, values }, alpha.critical), ...medianOf(values) }),
    ...categoryBound(column, alpha.critical),
    ...(isFreeText(column) && { lengths: rangeBound({ column, values }, alpha.warning) }),
    ...(!column.categories && column.format && { format: none(alpha.critical) }),
    ...(column.unique && { repeated: pairs(none(alpha.warning)) }),
  }
}

function medianOf([, , low, high]: readonly number[]): Pick<ColumnBounds, 'median'> {
  return low === undefined ? {} : { median: { low: finite(low), high: finite(high) } }
}

function rangeBound({ column: { present }, values }: Ranked, alpha: number): RangeBound {
  const cut = cutOff(present)
  const [low = Number.NaN, high = Number.NaN] = values
  const beyond = allowance(mostOutside(2 * cut, { seen: present, future: present }, alpha), present)
  if (beyond.share <= LARGEST_SHARE) return { low: finite(low), high: finite(high), beyond, basis: 'order-statistics' }
  const width = high - low
  const below = low >= 0 ? Math.max(0, low - width) : low - width
  return { low: finite(below), high: finite(high + width), beyond: allowance(0, present), basis: 'widened' }
}

function categoryBound({ categories, present }: SeenColumn, alpha: number): Pick<ColumnBounds, 'categories'> {
  if (!categories) return {}
  const seen = (times: number) => categories.filter(({ count }) => count === times).length
  const samples = { seen: present, future: present }
  const beyond = allowance(mostUnseen({ once: seen(1), twice: seen(2) }, samples, alpha), present)
  if (beyond.share > LARGEST_SHARE) return {}
  return { categories: { values: categories.map(({ value }) => value), beyond } }
}

function eventBound(events: number, rows: number, alpha: number): Allowance {
  return allowance(mostOutside(events + 1, { seen: rows, future: rows }, alpha), rows)
}

/** A value that occurs twice is in two rows. */
function pairs({ count, of }: Allowance): Allowance {
  return allowance(Math.min(of, 2 * count), of)
}

function allowance(count: number, of: number): Allowance {
  return { count, of, share: of === 0 ? 1 : count / of }
}

/** A row without a label or a name is of no use, however few there are. */
function isRequired({ role }: SeenColumn): boolean {
  return role === 'target' || role === 'id'
}

function isNumeric({ type }: SeenColumn): boolean {
  return type === 'number' || type === 'integer'
}

function isFreeText({ type, categories }: SeenColumn): boolean {
  return type === 'string' && categories === undefined
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined
}
