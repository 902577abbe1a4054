import { literal, type Sql, sql } from '@trainyard/dataset'
import type { ColumnType } from '@trainyard/evidence'
import { type Fault, fault } from '../check.ts'
import type { Bound, Scalar } from '../kwargs.ts'
import type { ColumnFacts } from '../table.ts'

const temporal = {
  date: {
    sql: (text: string) => sql`CAST(${text} AS TIMESTAMP)`,
    pattern: /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/,
  },
  timestamp: {
    sql: inUtc,
    pattern: /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:?\d\d)?)?Z?$/,
  },
  time: { sql: (text: string) => sql`CAST(${text} AS TIME)`, pattern: /^\d\d:\d\d(:\d\d(\.\d+)?)?$/ },
} as const

/** A bound as SQL that compares with the column, or why it cannot. */
export function boundSql(column: ColumnFacts, value: Bound): Sql | Fault {
  if (column.empty) return literal(null)
  const number = ['number', 'integer', 'boolean'].includes(column.type) ? numberOf(value) : undefined
  if (column.type === 'boolean' && number !== undefined) return literal(number)
  return constantSql(column, number ?? value) ?? fault(mismatch(column, value))
}

/** A column as it is ordered against a bound: of truth values, true is 1. */
export function orderedSql({ type, sql: column }: ColumnFacts): Sql {
  return type === 'boolean' ? sql`CAST(${column} AS INTEGER)` : column
}

/** A bound as a number; Great Expectations takes the text of one for it. */
export function numberOf(value: Bound): number | undefined {
  if (typeof value === 'number') return value
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value) ? Number(value) : undefined
}

/** Constants that can be values of the column. Those of another kind can never be equal to one, and are left out. */
export function comparableConstants(column: ColumnFacts, values: readonly Scalar[]): readonly Sql[] {
  return values.map((value) => constantSql(column, value)).filter((constant) => constant !== undefined)
}

/** Orders an observed value against a bound: below 0, 0 or above 0; undefined where they cannot be compared. */
export function compareToBound(type: ColumnType, observed: unknown, value: Bound): number | undefined {
  if (isTemporal(type)) return order(instant(observed), instant(value))
  if (type === 'string')
    return typeof observed === 'string' && typeof value === 'string' ? order(observed, value) : undefined
  const number = numberOf(value)
  return number === undefined ? undefined : order(Number(observed), number)
}

/** A value as it is written in results: dates and times as ISO 8601 text, without a zone. */
export function shownSql(type: ColumnType, value: Sql): Sql {
  return isTemporal(type) ? sql`replace(CAST(${value} AS VARCHAR), ' ', 'T')` : value
}

/** Why a bound does not go with a column. */
export function mismatch({ name, type }: ColumnFacts, value: Bound): string {
  return `column '${name}' holds ${type} values, which cannot be compared with ${JSON.stringify(value)}`
}

function constantSql({ type }: ColumnFacts, value: Scalar): Sql | undefined {
  if (isTemporal(type)) return typeof value === 'string' ? temporalSql(type, value) : undefined
  if (type === 'string') return typeof value === 'string' && !value.includes('\0') ? literal(value) : undefined
  if (type === 'boolean') return Number(value) === 0 || Number(value) === 1 ? truthSql(value) : undefined
  return typeof value === 'string' ? undefined : literal(Number(value))
}

/** Truth values equal 1 and 0, and no text. */
function truthSql(value: Scalar): Sql | undefined {
  return typeof value === 'string' ? undefined : sql`CAST(${value} AS BOOLEAN)`
}

function temporalSql(type: keyof typeof temporal, value: string): Sql | undefined {
  const { pattern, sql: cast } = temporal[type]
  if (!pattern.test(value) || Number.isNaN(instant(value))) return undefined
  return cast(value.replace(/Z$/, ''))
}

/** DuckDB leaves the zone of a text out of account. */
function inUtc(text: string): Sql {
  const [, local = text, sign, hours, minutes] = /^(.*:.*)([+-])(\d\d):?(\d\d)$/.exec(text) ?? []
  const ahead = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
  return sql`(CAST(${local} AS TIMESTAMP) - to_minutes(CAST(${ahead} AS INTEGER)))`
}

/** Whether values of a type are dates or times. */
export function isTemporal(type: ColumnType): type is keyof typeof temporal {
  return type in temporal
}

/** Milliseconds since 1970, or since midnight, of ISO text; where it names no zone it is read as UTC. */
function instant(value: unknown): number {
  const iso = String(value).replace(' ', 'T').replace(/Z$/, '')
  if (!iso.includes('-')) return Date.parse(`1970-01-01T${iso}Z`)
  if (/[+-]\d\d:?\d\d$/.test(iso) && iso.includes('T')) return Date.parse(iso.replace(/:?(\d\d)$/, ':$1'))
  return Date.parse(iso.includes('T') ? `${iso}Z` : `${iso}T00:00:00Z`)
}

function order<T extends string | number>(a: T, b: T): number | undefined {
  if (a < b) return -1
  if (a > b) return 1
  return a === b ? 0 : undefined
}
