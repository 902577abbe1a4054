import { type Sql, sql } from '@trainyard/dataset'
import type { ColumnFacts } from './table.ts'

/** Whether values of two columns have a common order. */
export function comparable(a: ColumnFacts, b: ColumnFacts): boolean {
  return family(a) === family(b)
}

/** Whether two columns of a row hold the same: a missing value equals a missing value, a number never a text. */
export function sameSql(a: ColumnFacts, b: ColumnFacts): Sql {
  if (comparable(a, b)) return sql`(${a.sql} IS NOT DISTINCT FROM ${b.sql})`
  return sql`(${a.sql} IS NULL AND ${b.sql} IS NULL)`
}

function family({ type }: ColumnFacts): string {
  if (type === 'number' || type === 'integer' || type === 'boolean') return 'number'
  return type === 'date' || type === 'timestamp' ? 'date' : type
}
