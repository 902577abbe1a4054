import { type Sql, sql } from '@trainyard/dataset'
import type { ColumnFacts } from '../table.ts'

/** A column's values as the text that Python writes for them. */
export function textOf({ type, sql: column }: ColumnFacts): Sql {
  if (type === 'string') return column
  if (type === 'boolean') return sql`(CASE WHEN ${column} THEN 'True' ELSE 'False' END)`
  return sql`CAST(${column} AS VARCHAR)`
}
