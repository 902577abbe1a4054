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
  const columns: ColumnBounds[] = []
  for (const column of seen) columns.push(await boundColumn(column, alpha, table))
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

async function boundColumn(column: SeenColumn, alpha: TableBounds['alpha'], table: Table): Promise<ColumnBounds> {
  const missing = isRequired(column) ? undefined : eventBound(table.rows - column.present, table.rows, alpha.critical)
  if (column.present === 0 || column.role === 'id') return { column, missing }
  const none = (level: number) => eventBound(0, column.present, level)
  return {
    column,
    missing,
    ...(isNumeric(column) && (await numericBounds(column, alpha, table))),
    ...categoryBound(column, alpha.critical),
    ...(isFreeText(column) && { lengths: await rangeBound(column, alpha.warning, table) }),
    ...(!column.categories && column.format && { format: none(alpha.critical) }),
    ...(column.unique && { repeated: pairs(none(alpha.warning)) }),
  }
}

async function numericBounds(
  column: SeenColumn,
  alpha: TableBounds['alpha'],
  table: Table,
): Promise<Pick<ColumnBounds, 'range' | 'median'>> {
  const range = await rangeBound(column, alpha.critical, table)
  const ranks = medianRanks({ seen: column.present, future: column.present }, alpha.warning)
  if (!ranks) return { range }
  const [low, high] = await valuesAt([ranks.low, ranks.high], column, table)
  return { range, median: { low: finite(low), high: finite(high) } }
}

async function rangeBound(column: SeenColumn, alpha: number, table: Table): Promise<RangeBound> {
  const { present } = column
  const cut = Math.ceil(present * CUT_OFF)
  const [low = Number.NaN, high = Number.NaN] = await valuesAt([cut, present + 1 - cut], column, table)
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
