import type { ColumnType } from '@trainyard/evidence'
import { type Sql, sql } from '../sql.ts'

/** DuckDB's type for each of ours. */
export function sqlType(type: ColumnType): Sql {
  return columnSql[type].type
}

/** Whether a text is written as a value of this type. NULL for a missing value. */
export function isWritten(text: Sql, type: ColumnType): Sql {
  const { pattern, exact } = columnSql[type]
  if (pattern === undefined) return sql`${text} IS NOT NULL`
  const matches = sql`regexp_full_match(${text}, ${pattern})`
  return exact ? sql`CASE WHEN ${matches} THEN ${parsed(text, type)} IS NOT NULL ELSE ${matches} END` : matches
}

/** A text as a value of this type; NULL where it is none. */
export function parsed(text: Sql, type: ColumnType): Sql {
  if (type === 'string') return text
  if (type === 'timestamp') return sql`(TRY_CAST(${text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')`
  return sql`TRY_CAST(${text} AS ${sqlType(type)})`
}

/** A value as the number that batches hold: seconds for dates and times, 0 and 1 for booleans. */
export function asNumber(value: Sql, type: ColumnType): Sql {
  if (type === 'string') return value
  if (type === 'date' || type === 'timestamp') return sql`epoch(${value})::DOUBLE`
  if (type === 'time') return sql`(epoch_us(${value}) / 1000000.0)::DOUBLE`
  return sql`${value}::DOUBLE`
}

interface ColumnSql {
  readonly type: Sql
  readonly pattern?: string
  /** What matches the pattern may still be no value: 2024-02-30, or beyond 64 bits. */
  readonly exact?: boolean
}

const day = '\\d{4}-\\d{2}-\\d{2}'
const clock = '\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?'

const columnSql: Readonly<Record<ColumnType, ColumnSql>> = {
  boolean: { type: sql`BOOLEAN`, pattern: '(?i)true|false' },
  integer: { type: sql`BIGINT`, pattern: '[+-]?(0|[1-9]\\d{0,18})', exact: true },
  number: {
    type: sql`DOUBLE`,
    pattern:
      '(?i)[+-]?((0|[1-9]\\d{0,18})|((0|[1-9]\\d*)\\.\\d*|\\.\\d+|(0|[1-9]\\d*)(\\.\\d*)?e[+-]?\\d+)|inf|infinity)',
  },
  date: { type: sql`DATE`, pattern: day, exact: true },
  time: { type: sql`TIME`, pattern: clock, exact: true },
  timestamp: { type: sql`TIMESTAMP`, pattern: `${day}([ T]${clock}(Z|[+-]\\d{2}(:?\\d{2})?)?)?`, exact: true },
  string: { type: sql`VARCHAR` },
}
