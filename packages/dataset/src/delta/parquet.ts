import { FaultError } from '@trainyard/ports'
import { type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import { broken, type TablePlace } from './place.ts'

/** A field of a Parquet file's schema. */
export interface ParquetField {
  readonly name: string
  /** DuckDB's name of its type; none for a group. */
  readonly type: string | undefined
  /** `field_id`. */
  readonly id: number | undefined
  readonly fields: readonly ParquetField[]
}

interface SchemaRow {
  readonly name: string
  readonly duckdb_type: string | null
  readonly field_id: number | null
  readonly num_children: number | null
}

/** The columns of a Parquet file. @throws {InputError} where it is none */
export async function parquetFields(file: string, engine: Engine, place: TablePlace): Promise<readonly ParquetField[]> {
  const rows = await engineRows<SchemaRow>(
    sql`SELECT name, duckdb_type, field_id, num_children FROM parquet_schema(${file}) ORDER BY column_id`,
    engine,
    place,
  )
  return tree(rows.values())?.fields ?? []
}

/** The schema is written depth first, each group before its fields. */
function tree(rows: Iterator<SchemaRow>): ParquetField | undefined {
  const { value: row } = rows.next()
  if (!row) return undefined
  const fields = Array.from({ length: row.num_children ?? 0 }, () => tree(rows)).filter((field) => field !== undefined)
  return { name: row.name, type: row.duckdb_type ?? undefined, id: row.field_id ?? undefined, fields }
}

/** Asks the engine something of a Parquet file. @throws {InputError} where the file cannot be read */
export async function engineRows<Row extends object>(query: Sql, engine: Engine, place: TablePlace): Promise<Row[]> {
  try {
    return await engine.all<Row>(query)
  } catch (cause) {
    if (!(cause instanceof FaultError)) throw cause
    throw broken(place, 'this is no whole Parquet file', { cause })
  }
}
