import { identifier, join, type Sql, sql } from '@trainyard/dataset'
import { type Table, tableFacts } from '../kinds/table.ts'
import type { SeenColumn } from './look.ts'

/** Values of a numeric column, or lengths of text, at ranks from 1; one column at a time bounds the memory. */
export async function valuesAt(
  ranks: readonly number[],
  { name, type, present }: SeenColumn,
  table: Table,
): Promise<readonly number[]> {
  const shares = ranks.map((rank) => sql`${(rank - 0.5) / present}`)
  const value = numberOf(identifier(name), type)
  const rows = await table.engine.all<{ value: number }>(
    sql`SELECT unnest(quantile_disc(${value}, [${join(shares)}])) AS value FROM ${tableFacts(table).source}`,
  )
  return rows.map((row) => row.value)
}

function numberOf(column: Sql, type: SeenColumn['type']): Sql {
  return type === 'string' ? sql`CAST(length(${column}) AS DOUBLE)` : sql`CAST(${column} AS DOUBLE)`
}
