import type { SqlScalar } from '@trainyard/dataset'
import type { RowSelection } from '../kinds/check.ts'
import type { ResultFormat } from '../suite/types.ts'
import type { UnexpectedRow } from './failing.ts'

type Result = Readonly<Record<string, unknown>>

/** Rows that are not as expected, the first of them where there are many. */
export interface Unexpected {
  readonly selection: RowSelection
  readonly rows: readonly UnexpectedRow[]
  /** The first few with all their columns, where they are wanted. */
  readonly whole: readonly UnexpectedRow['whole'][]
}

/** What is written of unexpected rows beyond their number, as Great Expectations on pandas writes it. */
export interface Lists {
  /** As they were measured, not yet as JSON can hold them. */
  readonly values: readonly unknown[]
  /** Row numbers from 0, or what the key columns say. */
  readonly indices: readonly unknown[]
  readonly query: string
  readonly rows: readonly Result[]
}

/** The unexpected values, where they are, and how pandas finds them again. */
export function listsOf(unexpected: Unexpected | undefined, format: ResultFormat): Lists {
  const { selection, rows = [], whole = [] } = unexpected ?? {}
  return {
    values: selection ? rows.map((row) => unexpectedValue(selection, row)) : [],
    indices: selection ? indicesOf(selection, rows, format) : [],
    query: `df.filter(items=[${rows.map(({ rowNumber }) => rowNumber - 1).join(', ')}], axis=0)`,
    rows: whole.map(plainEntries),
  }
}

/** How often each value occurs: the `most` most frequent, then by value. Of records, the values alone are written. */
export function countValues(values: readonly unknown[], most: number): readonly { value: unknown; count: number }[] {
  const counts = new Map<string, { value: unknown; count: number }>()
  for (const value of values) {
    const key = JSON.stringify(plain(value))
    counts.set(key, { value: isRecord(value) ? Object.values(value) : value, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  const frequent = [...counts.values()].sort((a, b) => b.count - a.count).slice(0, most)
  const ordered = frequent.sort((a, b) => b.count - a.count || compare(a.value, b.value))
  return ordered.map(({ value, count }) => ({ value: plain(value), count }))
}

/** JSON has no 64-bit integers and no infinities: they are written as text. What is no number is nothing. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (isRecord(value)) return plainEntries(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  return Number.isNaN(value) ? null : String(value)
}

/** Every value as JSON can hold it. */
export function plainEntries(values: object = {}): Result {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]))
}

function unexpectedValue({ shape, columns }: RowSelection, { values }: UnexpectedRow): unknown {
  if (shape === 'value') return values[0] ?? null
  return shape === 'pair' ? values : Object.fromEntries(columns.map((name, index) => [name, values[index] ?? null]))
}

/** With key columns and without values, Great Expectations lists each key column as a whole. */
function indicesOf(
  { columns }: RowSelection,
  rows: readonly UnexpectedRow[],
  { unexpected_index_column_names: names, exclude_unexpected_values: hidden }: ResultFormat,
): readonly unknown[] {
  if (names.length === 0) return rows.map(({ rowNumber }) => rowNumber - 1)
  const key = (row: UnexpectedRow, name: string) => plain(row.keys[name] ?? null)
  if (hidden) return [Object.fromEntries(names.map((name) => [name, rows.map((row) => key(row, name))]))]
  return rows.map((row) => ({
    ...record(columns, row.values),
    ...Object.fromEntries(names.map((name) => [name, key(row, name)])),
  }))
}

function record(columns: readonly string[], values: readonly SqlScalar[]): Result {
  return Object.fromEntries(columns.map((name, index) => [name, plain(values[index] ?? null)]))
}

function compare(a: unknown, b: unknown): number {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.map((value, index) => compare(value, b[index])).find((order) => order !== 0) ?? 0
  }
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : Number(a > b)
  return String(a) < String(b) ? -1 : Number(String(a) > String(b))
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
