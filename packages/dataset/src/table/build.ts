import type { ColumnDocument, ColumnRole, Split } from '@trainyard/evidence'
import type { ScannedFile } from '../files/scan.ts'
import { assignment } from '../split/assign.ts'
import type { SplitPlan } from '../split/plan.ts'
import { identifier, join, type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import type { Loaded } from './load.ts'
import { firstRows, type RawColumn, rawName, rawTable } from './raw.ts'
import { parsed } from './types.ts'

/** The opened table: typed columns beside `rowNumber`, `rowFile`, `rowInFile`, `rowSplit`, in row order. */
export const dataTable = sql`"data"`

const typedView = sql`typed_rows`

/** Makes the view of typed values, and describes its columns. */
export async function typeColumns(
  { files, columns, types }: Loaded,
  roles: ReadonlyMap<string, ColumnRole>,
  engine: Engine,
): Promise<ColumnDocument[]> {
  const values = columns.map((column) => sql`${typedValue(column, types)} AS ${identifier(column.name)}`)
  await engine.run(
    sql`CREATE VIEW ${typedView} AS SELECT (rowid + 1)::BIGINT AS "rowNumber", ${perFile(files, (_, index) => index)}::INTEGER
      AS "rowFile", (rowid + 1 - ${perFile(files, (first) => first)})::BIGINT AS "rowInFile", ${join(values)}
      FROM ${rawTable}`,
  )
  const missing = await countMissing(columns, engine)
  return columns.map(({ name }, index) => ({
    name,
    type: types.get(name) ?? 'string',
    role: roles.get(name) ?? 'feature',
    missing: missing[`m${index}`] ?? 0,
  }))
}

/** Distinct values of the target; 0 without one. */
export async function countClasses(columns: readonly ColumnDocument[], engine: Engine): Promise<number> {
  const target = columns.find(({ role }) => role === 'target')
  if (!target) return 0
  const [counted] = await engine.all<{ classes: number }>(
    sql`SELECT count(DISTINCT ${identifier(target.name)}) AS classes FROM ${typedView}`,
  )
  return counted?.classes ?? 0
}

/** Gives every row its share and writes the table; the raw rows are dropped. */
export async function writeTable(
  plan: SplitPlan,
  fileSplits: readonly (Split | undefined)[],
  engine: Engine,
): Promise<void> {
  const relation = sql`(SELECT *, ${fileSplit(fileSplits)} AS "fileSplit" FROM ${typedView})`
  const splits = await assignment(plan, { relation, engine })
  await engine.run(
    sql`CREATE TABLE ${dataTable} AS SELECT * FROM ${typedView}
      POSITIONAL JOIN (SELECT "rowSplit" FROM ${splits} ORDER BY "rowNumber") AS splits`,
  )
  await engine.run(sql`DROP VIEW ${typedView}`)
  await engine.run(sql`DROP TABLE ${rawTable}`)
}

/** A number that is one for all rows of a file, such as its index. */
function perFile(files: readonly ScannedFile[], value: (first: number, index: number) => number): Sql {
  const cases = firstRows(files).map((first, index) => sql`WHEN rowid >= ${first} THEN ${value(first, index)}`)
  return sql`${cases.reverse().reduce((text, next) => sql`${text} ${next}`, sql`(CASE`)} END)`
}

function typedValue(column: RawColumn, types: Loaded['types']): Sql {
  const type = types.get(column.name) ?? 'string'
  return column.declared === type ? rawName(column) : parsed(sql`${rawName(column)}::VARCHAR`, type)
}

async function countMissing(columns: readonly RawColumn[], engine: Engine): Promise<Record<string, number>> {
  const counts = columns.map((column, index) => {
    return sql`(count(*) - count(${identifier(column.name)})) AS ${identifier(`m${index}`)}`
  })
  const [row] = await engine.all<Record<string, number>>(sql`SELECT ${join(counts)} FROM ${typedView}`)
  return row ?? {}
}

function fileSplit(fileSplits: readonly (Split | undefined)[]): Sql {
  const cases = fileSplits.map((split, index) => sql`WHEN ${index} THEN ${split ?? null}`)
  return sql`${cases.reduce((text, next) => sql`${text} ${next}`, sql`CASE "rowFile"`)} END`
}
