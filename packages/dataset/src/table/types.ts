import type { ColumnType } from '@trainyard/evidence'
import { type Sql, sql } from '../sql.ts'

/** DuckDB's type for each of ours. */
export function sqlType(type: ColumnType): Sql {
  return columnSql[type].type
}

/**
 * Whether a text looks like a value of this type and nothing is lost by taking it for one. NULL for a missing value.
 * @param value the text as `parsed` reads it, where it is at hand
 */
export function isWritten(text: Sql, type: ColumnType, value = parsed(text, type)): Sql {
  const matches = matching(text, type, columnSql[type].pattern, value)
  const canonical = columnSql[type].canonical?.(text, value)
  return canonical === undefined ? matches : sql`CASE WHEN ${canonical} THEN true ELSE ${matches} END`
}

/** Whether a text can be read as a value of this type, where the user has pinned it: `007` as an integer too. */
export function isReadable(text: Sql, type: ColumnType, value = parsed(text, type)): Sql {
  return matching(text, type, columnSql[type].pinned ?? columnSql[type].pattern, value)
}

/** Every text is one; what matches another pattern may still be no value, such as 2024-02-30, or lie beyond 64 bits. */
function matching(text: Sql, type: ColumnType, pattern: string | undefined, value: Sql): Sql {
  if (pattern === undefined) return sql`true`
  const matches = sql`regexp_full_match(${text}, ${pattern})`
  const infinite = sql`${text} ILIKE '%inf%'`
  const fits =
    type === 'number' ? sql`CASE WHEN isfinite(${value}) THEN true ELSE ${infinite} END` : sql`${value} IS NOT NULL`
  return type === 'boolean' ? matches : sql`CASE WHEN ${matches} THEN ${fits} ELSE ${matches} END`
}

/** A text as a value of this type; NULL where it is none. */
export function parsed(text: Sql, type: ColumnType): Sql {
  if (type === 'string') return text
  if (type === 'timestamp') {
    return sql`CASE WHEN ${isPlainMoment(text)} THEN TRY_CAST(${text} AS TIMESTAMP)
      ELSE (TRY_CAST(${text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC') END`
  }
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
  /** Holds only for texts that the pattern matches, and for most of them: cheaper to ask first. */
  readonly canonical?: (text: Sql, value: Sql) => Sql
  /** What is read beside it, where the user has pinned the type. */
  readonly pinned?: string
}

const day = '\\d{4}-\\d{2}-\\d{2}'
const clock = '\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?'

const power = '(e[+-]?\\d+)?'

/** A number with leading zeros is a code, and a whole number beyond 64 bits is a name: both stay text unless pinned. */
const columnSql: Readonly<Record<ColumnType, ColumnSql>> = {
  boolean: {
    type: sql`BOOLEAN`,
    pattern: '(?i)true|false',
    canonical: (text) => sql`(${text} IN ('true', 'false'))`,
    pinned: '(?i)true|false|0|1',
  },
  integer: {
    type: sql`BIGINT`,
    pattern: '[+-]?(0|[1-9]\\d{0,18})',
    canonical: isItsText,
    pinned: '[+-]?\\d+',
  },
  number: {
    type: sql`DOUBLE`,
    pattern: `(?i)[+-]?((0|[1-9]\\d{0,17})|(0|[1-9]\\d*)\\.\\d*${power}|\\.\\d+${power}|(0|[1-9]\\d*)e[+-]?\\d+|inf|infinity)`,
    pinned: `(?i)[+-]?(\\d+\\.?\\d*${power}|\\.\\d+${power}|inf|infinity)`,
  },
  date: {
    type: sql`DATE`,
    pattern: day,
    canonical: (text, value) => sql`(strlen(${text}) = 10 AND ${isItsText(text, value)})`,
  },
  time: { type: sql`TIME`, pattern: clock },
  timestamp: {
    type: sql`TIMESTAMP`,
    pattern: `${day}([ T]${clock}(Z|[+-]\\d{2}(:?\\d{2})?)?)?`,
    canonical: (text, value) => sql`(strlen(${text}) = 19 AND ${isItsText(text, value)})`,
  },
  string: { type: sql`VARCHAR` },
}

/** The text is what the value is written as. */
function isItsText(text: Sql, value: Sql): Sql {
  return sql`(${value}::VARCHAR = ${text})`
}

/** `2024-01-05 10:20:30` and no zone, which is several times cheaper to read. */
function isPlainMoment(text: Sql): Sql {
  return sql`(strlen(${text}) = 19 AND substr(${text}, 5, 1) = '-' AND substr(${text}, 17, 1) = ':')`
}
