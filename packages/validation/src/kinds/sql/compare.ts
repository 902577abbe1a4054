import { type Sql, sql } from '@trainyard/dataset'
import type { ColumnFacts } from '../table.ts'

/** Two columns as they are compared, true being 1; undefined where their values have no common order. */
export function comparable(a: ColumnFacts, b: ColumnFacts): readonly [Sql, Sql] | undefined {
  if (family(a) !== family(b)) return undefined
  return a.type === b.type ? [a.sql, b.sql] : [counted(a), counted(b)]
}

/** Whether two columns of a row hold the same: a missing value equals a missing value, a number never a text. */
export function sameSql(a: ColumnFacts, b: ColumnFacts): Sql {
  const compared = comparable(a, b)
  if (compared) return sql`(${compared[0]} IS NOT DISTINCT FROM ${compared[1]})`
  return sql`(${a.sql} IS NULL AND ${b.sql} IS NULL)`
}

function counted({ type, sql: column }: ColumnFacts): Sql {
  return type === 'boolean' ? sql`CAST(${column} AS INTEGER)` : column
}

function family({ type }: ColumnFacts): string {
  if (type === 'number' || type === 'integer' || type === 'boolean') return 'number'
  return type === 'date' || type === 'timestamp' ? 'date' : type
}
