import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import { type Dataset, identifier, join, type Sql, sql } from '@trainyard/dataset'
import type { RowDifference } from '@trainyard/evidence'

/** Rows that came, went and changed, by the id; undefined where it is missing or repeated in either table. */
export async function compareRows(before: Dataset, after: Dataset): Promise<RowDifference['byId']> {
  const id = after.columns.find(({ role }) => role === 'id')?.name
  if (id === undefined || !(await isKey(before, id)) || !(await isKey(after, id))) return undefined
  const shared = after.columns
    .filter(({ name, role }) => role !== 'ignore' && before.columns.some((column) => column.name === name))
    .map(({ name }) => name)
  const rows = keyed(id, shared)
  const earlier = await carryOver(sql`SELECT ${rows} FROM ${before.table}`, before, after)
  const [found] = await after.engine.all<{ added: number; removed: number; changed: number }>(
    sql`SELECT count(*) FILTER (WHERE old.id IS NULL) AS added, count(*) FILTER (WHERE new.id IS NULL) AS removed,
      count(*) FILTER (WHERE old.content <> new.content) AS changed
      FROM read_parquet(${earlier}) AS old FULL JOIN (SELECT ${rows} FROM ${after.table}) AS new ON old.id = new.id`,
  )
  return found
}

async function isKey({ columns, engine, table, rows }: Dataset, id: string): Promise<boolean> {
  if (!columns.some(({ name }) => name === id)) return false
  const [found] = await engine.all<{ ids: number }>(sql`SELECT count(DISTINCT ${identifier(id)}) AS ids FROM ${table}`)
  return found?.ids === rows
}

/** A row's id, and a digest of all that both tables hold of it. */
function keyed(id: string, columns: readonly string[]): Sql {
  const values = columns.map((name) => sql`coalesce(CAST(${identifier(name)} AS VARCHAR), chr(1))`)
  return sql`CAST(${identifier(id)} AS VARCHAR) AS id, md5(concat_ws(chr(2), ${join(values)})) AS content`
}

/** Writes a query of one engine where the other may read it: each sees its own folder alone. */
async function carryOver(query: Sql, from: Dataset, to: Dataset): Promise<string> {
  const [source, target] = [from, to].map(({ engine }) => path.join(engine.folder, 'earlier-rows.parquet'))
  if (source === undefined || target === undefined) throw new RangeError('two engines')
  await from.engine.run(sql`COPY (${query}) TO ${source} (FORMAT parquet)`)
  await copyFile(source, target)
  return target
}
