import type { ColumnDifference, Difference, SuiteDifference } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { count, formatNumber, formatShare } from './format.ts'

/** What became of one column, in words. */
export function columnWords(column: ColumnDifference): string {
  if (column.change === 'added' || column.change === 'removed') return column.change
  const { type, missing, mean, range, categories } = column
  const parts = [
    type && `${type.before} → ${type.after}`,
    missing && `${formatShare(missing.before, 1)} → ${formatShare(missing.after, 1)} missing`,
    range && rangeWords(range),
    mean && `mean ${numberOrNone(mean.before)} → ${numberOrNone(mean.after)}`,
    categories && categoryWords(categories),
  ]
  return parts.filter((part) => part !== undefined).join('; ')
}

/** Rows before and after, and how they differ by id. */
export function rowWords({ before, after, byId }: Difference['rows']): string {
  const counts =
    before === after
      ? `${thousands(after)} rows as before`
      : `${signed(after - before)} rows (${thousands(before)} → ${thousands(after)})`
  if (!byId) return counts
  return `${counts}; by id ${thousands(byId.added)} added, ${thousands(byId.removed)} removed, ${thousands(byId.changed)} changed`
}

/** What became of the suite: a mark, the expectation and its columns, and how it changed. */
export function suiteLines({
  added,
  removed,
  changed,
}: SuiteDifference): readonly (readonly [string, string, string])[] {
  const named = ({ type, columns }: { readonly type: string; readonly columns: readonly string[] }) =>
    columns.length === 0 ? type : `${type} (${columns.join(', ')})`
  return [
    ...added.map((entry) => ['added', named(entry), ''] as const),
    ...removed.map((entry) => ['removed', named(entry), ''] as const),
    ...changed.map((entry) => [entry.change, named(entry), entry.kwargs.join(', ')] as const),
  ]
}

/** The whole difference in a line. */
export function differenceLine({ base, same, rows, columns, suite }: Difference): string {
  const data = same ? 'the same data' : `${rowWords(rows)}, ${count(columns.length, 'column')} not as before`
  const changes = suite ? suiteLines(suite).length : 0
  return `since ${baseWords(base)}: ${data}${changes > 0 ? `, ${count(changes, 'expectation')} not as before` : ''}`
}

/** The base, short. */
export function baseWords({ kind, name }: Difference['base']): string {
  return kind === 'git' ? name.slice(0, 7) : name
}

function rangeWords({ min, max, before, after }: NonNullable<ColumnDifference['range']>): string {
  const shown = before && after ? ` [${before.map(bound).join(', ')}] → [${after.map(bound).join(', ')}]` : ''
  const sides = [min !== 'same' && `least ${min}`, max !== 'same' && `greatest ${max}`].filter((side) => side !== false)
  return `${sides.join(', ')}${shown}`
}

function categoryWords({ added, lost, rows, names }: NonNullable<ColumnDifference['categories']>): string {
  const listed = (all: readonly string[] | undefined) =>
    all && all.length > 0 ? `: ${all.slice(0, 5).join(', ')}${all.length > 5 ? ', …' : ''}` : ''
  const gained = added > 0 ? `${plural(added, 'new')} in ${thousands(rows)} rows${listed(names?.added)}` : undefined
  const gone = lost > 0 ? `${plural(lost, 'lost')}${listed(names?.lost)}` : undefined
  return [gained, gone].filter((part) => part !== undefined).join('; ')
}

function plural(count: number, which: string): string {
  return `${count} ${which} ${count === 1 ? 'category' : 'categories'}`
}

function bound(value: number | string): string {
  return typeof value === 'number' ? formatNumber(value) : value
}

function numberOrNone(value: number | null): string {
  return value === null ? 'none' : formatNumber(value)
}

function signed(count: number): string {
  return `${count < 0 ? '−' : '+'}${thousands(Math.abs(count))}`
}

function thousands(count: number): string {
  return grouped(count)
}
