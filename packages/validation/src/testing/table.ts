import {
  type Engine,
  identifier,
  join,
  literal,
  lockEngine,
  openEngine,
  type Sql,
  type SqlScalar,
  sql,
} from '@trainyard/dataset'
import type { ColumnDocument, ColumnType } from '@trainyard/evidence'
import { quietServices } from '../../../../test/support/services.ts'
import type { Table } from '../kinds/table.ts'

const sqlTypes: Readonly<Record<ColumnType, Sql>> = {
  number: sql`DOUBLE`,
  integer: sql`BIGINT`,
  boolean: sql`BOOLEAN`,
  string: sql`VARCHAR`,
  date: sql`DATE`,
  time: sql`TIME`,
  timestamp: sql`TIMESTAMP`,
}

/** A column of a small table: its type, its values, and what it is for. */
export type Column = readonly [type: ColumnType, values: readonly SqlScalar[], role?: ColumnDocument['role']]

export interface OpenTable extends Table {
  close(): Promise<void>
}

/** A real table in a database of its own. */
export async function tableOf(columns: Readonly<Record<string, Column>>): Promise<OpenTable> {
  const engine = await openEngine(quietServices)
  await lockEngine(engine)
  return { ...(await createTable(engine, 'data', columns)), close: () => engine.close() }
}

/** A real table, beside others in a database. */
export async function createTable(
  engine: Engine,
  name: string,
  columns: Readonly<Record<string, Column>>,
): Promise<Table> {
  const documents = Object.entries(columns).map(([name, [type, values, role = 'feature']]): ColumnDocument => {
    return { name, type, role, missing: values.filter(isMissing).length }
  })
  const rows = Math.max(0, ...Object.values(columns).map(([, values]) => values.length))
  const defined = documents.map(({ name, type }) => sql`${identifier(name)} ${sqlTypes[type]}`)
  const own = sql`"rowNumber" BIGINT, "rowFile" INTEGER, "rowInFile" BIGINT, "rowSplit" VARCHAR`
  await engine.run(sql`CREATE TABLE ${identifier(name)} (${join([...defined, own])})`)
  const lines = Array.from({ length: rows }, (_, row) => {
    const values = Object.values(columns).map(([, all]) => literal(isMissing(all[row]) ? null : (all[row] ?? null)))
    return sql`(${join([...values, sql`${row + 1}, 0, ${row + 1}, 'test'`])})`
  })
  if (rows > 0) await engine.run(sql`INSERT INTO ${identifier(name)} VALUES ${join(lines)}`)
  const table = identifier(name)
  return { rows, columns: documents, engine, table, only: () => table, some: (_, most) => firstOf(table, rows, most) }
}

function firstOf(table: Sql, rows: number, most: number) {
  const count = Math.min(rows, most)
  return { rows: sql`(FROM ${table} WHERE "rowNumber" <= ${count})`, count }
}

/** NaN is a missing value, as in every dataset. */
function isMissing(value: SqlScalar | undefined): boolean {
  return value === null || value === undefined || Number.isNaN(value)
}
