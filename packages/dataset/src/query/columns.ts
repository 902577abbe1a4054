import { InputError } from '@trainyard/ports'
import { type Sql, sql } from '../sql.ts'
import type { Query } from './query.ts'

/** A column of a query's answer, as PostgreSQL describes it. */
export interface AnswerColumn {
  readonly name: string
  /** Name in `pg_type`. */
  readonly type: string
  /** `e`: an enumeration. */
  readonly kind: string
  /** Type modifier: for numeric its precision and scale; -1 for none. */
  readonly modifier: number
}

/** What a type of PostgreSQL becomes. Text of `COPY` is cast to it, and must be castable. */
const types: Readonly<Record<string, Sql>> = {
  bool: sql`BOOLEAN`,
  int2: sql`SMALLINT`,
  int4: sql`INTEGER`,
  int8: sql`BIGINT`,
  oid: sql`BIGINT`,
  float4: sql`FLOAT`,
  float8: sql`DOUBLE`,
  text: sql`VARCHAR`,
  varchar: sql`VARCHAR`,
  bpchar: sql`VARCHAR`,
  name: sql`VARCHAR`,
  citext: sql`VARCHAR`,
  uuid: sql`VARCHAR`,
  date: sql`DATE`,
  time: sql`TIME`,
  timestamp: sql`TIMESTAMP`,
  timestamptz: sql`TIMESTAMPTZ`,
}

/**
 * DuckDB's type for a column. numeric(p, 0) with p ≤ 18 is a whole number; any other numeric is the nearest double.
 * @throws {InputError} for a type that is no plain value
 */
export function columnType({ name, type, kind, modifier }: AnswerColumn, query: Query): Sql {
  if (kind === 'e') return sql`VARCHAR`
  if (type === 'numeric') return isWhole(modifier) ? sql`BIGINT` : sql`DOUBLE`
  const found = Object.hasOwn(types, type) ? types[type] : undefined
  if (found) return found
  const shown = type.startsWith('_') ? `${type.slice(1)}[]` : type
  throw new InputError(`the column ${name} is of type ${shown}, which cannot be used`, {
    at: query.at,
    remedy: `Leave it out, or select it as text: ${name}::text`,
  })
}

/** PostgreSQL keeps (precision << 16 | scale) + 4, the scale in 11 bits. */
function isWhole(modifier: number): boolean {
  const precision = ((modifier - 4) >> 16) & 0xffff
  const scale = (modifier - 4) & 0x7ff
  return modifier >= 4 && scale === 0 && precision <= 18
}
