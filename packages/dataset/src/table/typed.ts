import path from 'node:path'
import type { ColumnType } from '@trainyard/evidence'
import { FaultError } from '@trainyard/ports'
import { unlessBroken } from '../files/parquet.ts'
import type { ScannedFile } from '../files/scan.ts'
import { identifier, join, type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import type { Loaded } from './load.ts'
import { firstRows, parquetValue, type RawColumn, rawFile, rawName } from './raw.ts'
import { parsed } from './types.ts'

/** The typed rows beside `rowNumber`, `rowFile` and `rowInFile`, in row order. */
export const typedRows = sql`typed_rows`

/** Parquet files that hold the typed rows, one for each file of the source. */
export interface TypedFiles {
  readonly paths: readonly string[]
  /** They are the source's own. */
  readonly inPlace: boolean
}

/**
 * Settles where the typed rows are read from: Parquet files whose types are as they shall be are read where they lie,
 * again for each question, so that nothing is copied and a question costs what its columns cost. Others are written as
 * Parquet into the engine's folder once.
 * @throws {FaultError} where our own reading of a file and DuckDB's do not agree on its rows
 */
export async function typedFiles(loaded: Loaded, engine: Engine): Promise<TypedFiles> {
  const { files } = loaded
  if (files.every((file) => isTyped(file, loaded))) return { paths: files.map((file) => file.absolute), inPlace: true }
  const paths: string[] = []
  for (const [index, file] of files.entries()) {
    const target = path.join(engine.folder, `rows-${index}.parquet`)
    await writeTyped(file, target, loaded, engine)
    paths.push(target)
  }
  return { paths, inPlace: false }
}

/** Makes the view of the typed rows. */
export async function viewTyped(
  { files, columns, types }: Loaded,
  { paths, inPlace }: TypedFiles,
  engine: Engine,
): Promise<void> {
  const values = columns.map((column) => {
    const type = types.get(column.name)
    const value = identifier(column.name)
    return inPlace ? sql`${parquetValue(value, type, type)} AS ${value}` : value
  })
  const starts = firstRows(files)
  const [first, file] =
    files.length === 1
      ? [sql`0`, sql`0`]
      : [sql`list_extract([${join(starts.map((row) => sql`${row}`))}], "file_index"::BIGINT + 1)`, sql`"file_index"`]
  await engine.run(
    sql`CREATE VIEW ${typedRows} AS SELECT ("file_row_number" + 1 + ${first})::BIGINT AS "rowNumber",
      ${file}::INTEGER AS "rowFile", ("file_row_number" + 1)::BIGINT AS "rowInFile", ${join(values)}
      FROM ${readParquet(paths)}`,
  )
}

/** Missing values of each column, by its name: from the files' own counts where NaN cannot be among the values. */
export async function countMissing(
  { columns }: Loaded,
  { paths, inPlace }: TypedFiles,
  engine: Engine,
): Promise<ReadonlyMap<string, number>> {
  const counted = await engine.all<{ name: string; missing: number | null }>(
    sql`SELECT path_in_schema AS name, sum(stats_null_count)::BIGINT AS missing FROM parquet_metadata(${pathList(paths)})
      GROUP BY path_in_schema HAVING bool_and(stats_null_count IS NOT NULL AND (${!inPlace} OR type NOT IN ('FLOAT', 'DOUBLE')))`,
  )
  const known = new Map(counted.flatMap(({ name, missing }) => (missing === null ? [] : [[name, missing] as const])))
  const open = columns.filter(({ name }) => !known.has(name))
  if (open.length === 0) return known
  const counts = open.map(
    ({ name }, index) => sql`(count(*) - count(${identifier(name)})) AS ${identifier(`m${index}`)}`,
  )
  const [row = {}] = await engine.all<Record<string, number>>(sql`SELECT ${join(counts)} FROM ${typedRows}`)
  return new Map([...known, ...open.map(({ name }, index) => [name, row[`m${index}`] ?? 0] as const)])
}

function readParquet(paths: readonly string[]): Sql {
  return sql`read_parquet(${pathList(paths)}, union_by_name = ${paths.length > 1})`
}

function pathList(paths: readonly string[]): Sql {
  return sql`[${join(paths.map((file) => sql`${file}`))}]`
}

function isTyped({ format, relation, declared }: ScannedFile, { columns, types }: Loaded): boolean {
  return format === 'parquet' && !relation && columns.every(({ name }) => declared?.get(name) === types.get(name))
}

async function writeTyped(file: ScannedFile, target: string, loaded: Loaded, engine: Engine): Promise<void> {
  const { columns, types } = loaded
  const values = columns.map((column) => sql`${typedValue(column, types)} AS ${identifier(column.name)}`)
  const query = sql`SELECT ${join(values)} FROM ${rawFile(file, columns)}`
  await unlessBroken(file, () => engine.run(sql`COPY (${query}) TO ${target} (FORMAT parquet)`))
  await expectRows(file, target, engine)
}

function typedValue(column: RawColumn, types: ReadonlyMap<string, ColumnType>): Sql {
  const type = types.get(column.name) ?? 'string'
  return column.declared === type ? rawName(column) : parsed(sql`${rawName(column)}::VARCHAR`, type)
}

/** Our own reading of a file and DuckDB's must agree on every row. */
async function expectRows({ path: name, rows }: ScannedFile, target: string, engine: Engine): Promise<void> {
  const [counted] = await engine.all<{ rows: number }>(sql`SELECT count(*) AS rows FROM read_parquet(${target})`)
  if (counted?.rows === rows) return
  throw new FaultError(`${name} should have ${rows} rows, and DuckDB read ${counted?.rows}`)
}
