import { columnsHeld, identifier, join, type Sql, slices, sql } from '@trainyard/dataset'
import type { Table } from '../kinds/table.ts'
import type { SeenColumn } from './look.ts'

/** A column, and ranks from 1 of which the values are wanted. */
export interface RankedColumn {
  readonly column: SeenColumn
  readonly ranks: readonly number[]
}

/**
 * Values of numeric columns, or lengths of text, at ranks; as many columns at a time as memory has room for.
 * @returns in the order of the columns
 */
export async function valuesAt(asked: readonly RankedColumn[], table: Table): Promise<readonly (readonly number[])[]> {
  const found: (readonly number[])[] = []
  for (const some of slices(asked, columnsHeld(table.rows))) found.push(...(await valuesOfSome(some, table)))
  return found
}

async function valuesOfSome(asked: readonly RankedColumn[], { engine, only }: Table) {
  const measures = asked.flatMap(({ column: { name, type, present }, ranks }, at) => {
    const shares = ranks.map((rank) => sql`${(rank - 0.5) / present}`)
    const values = sql`quantile_disc(${numberOf(identifier(name), type)}, [${join(shares)}])`
    return ranks.length === 0 ? [] : [sql`${values} AS ${identifier(`v${at}`)}`]
  })
  if (measures.length === 0) return asked.map(() => [])
  const source = only(asked.map(({ column }) => column.name))
  const [row = {}] = await engine.all<Record<string, readonly number[] | null>>(
    sql`SELECT ${join(measures)} FROM ${source}`,
  )
  return asked.map((_, at) => row[`v${at}`] ?? [])
}

function numberOf(column: Sql, type: SeenColumn['type']): Sql {
  return type === 'string' ? sql`CAST(length(${column}) AS DOUBLE)` : sql`CAST(${column} AS DOUBLE)`
}
