import { pathList } from '../files/parquet.ts'
import type { ScannedFile } from '../files/scan.ts'
import { identifier, join, type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import { groupsOf } from './group.ts'
import { type Loaded, loadProven } from './load.ts'
import { firstRows, parquetValue } from './raw.ts'
import { canProve, writeTyped } from './write.ts'

/** The typed rows beside `rowNumber`, `rowFile` and `rowInFile`, in row order. */
export const typedRows = sql`typed_rows`

/** Parquet files that hold the typed rows. */
export interface TypedFiles {
  readonly paths: readonly string[]
  /** Rows of each. */
  readonly rows: readonly number[]
  /** They are the source's own, one for each; else one for each group, with a column that names each row's file. */
  readonly inPlace: boolean
}

/** Typed rows, and their types: proven for every value of a column, except where one is pinned that some value breaks. */
export interface Typed {
  readonly loaded: Loaded
  readonly typed: TypedFiles
}

/**
 * Settles where the typed rows are read from: Parquet files whose types are as they shall be are read where they lie,
 * again for each question, so that nothing is copied and a question costs what its columns cost. Others are written as
 * Parquet into the engine's folder once; where that shows that the first rows misled, once more with types of all rows.
 * @throws {FaultError} where our own reading of a file and DuckDB's do not agree on its rows
 */
export async function typedFiles(loaded: Loaded, engine: Engine): Promise<Typed> {
  const { files } = loaded
  if (files.every((file) => isTyped(file, loaded))) {
    const typed = { paths: files.map(({ absolute }) => absolute), rows: files.map(({ rows }) => rows), inPlace: true }
    return { loaded, typed }
  }
  const known = canProve(loaded) ? loaded : await loadProven(loaded, engine)
  const { proven, ...written } = await writeTyped(known, engine)
  const typed = { ...written, inPlace: false }
  if (proven) return { loaded: { ...known, pinned: [], unproven: [] }, typed }
  return known.unproven.length === 0 ? { loaded: known, typed } : typedFiles(await loadProven(known, engine), engine)
}

/** Some of a table's columns, or all of them, as a query. */
export type Selection = (names?: ReadonlySet<string>) => Sql

/** The typed rows with some of their columns: the engine's work grows with the columns it is told of. */
export function selectTyped(loaded: Loaded, typed: TypedFiles): Selection {
  const { files } = loaded
  const { paths, inPlace } = typed
  const starts = firstRows(files)
  const read = inPlace ? starts : groupsOf(files).map(({ first }) => starts[first] ?? 0)
  const place = sql`("file_row_number" + ${nth(read, sql`"file_index"`)})`
  const file = files.length === 1 ? sql`0` : inPlace ? sql`"file_index"` : sql`"rowFile"`
  const places = sql`(${place} + 1)::BIGINT AS "rowNumber", ${file}::INTEGER AS "rowFile",
    (${place} + 1 - ${nth(starts, file)})::BIGINT AS "rowInFile"`
  const source = readParquet(paths)
  return (names) => sql`SELECT ${join([places, ...typedColumns(loaded, typed, names)])} FROM ${source}`
}

/** Columns of typed files as their values are to be, those of these names alone. */
export function typedColumns(
  { columns, types }: Loaded,
  { inPlace }: TypedFiles,
  names: ReadonlySet<string> | undefined,
): readonly Sql[] {
  const chosen = columns.filter(({ name }) => names === undefined || names.has(name))
  return chosen.map(({ name }) => {
    const [type, value] = [types.get(name), identifier(name)]
    return inPlace ? sql`${parquetValue(value, type, type)} AS ${value}` : value
  })
}

/** One of several numbers, by its index. */
function nth(numbers: readonly number[], index: Sql): Sql {
  const [only = 0] = numbers
  if (numbers.length < 2) return sql`${only}`
  return sql`list_extract([${join(numbers.map((number) => sql`${number}`))}], ${index}::BIGINT + 1)`
}

/** Missing values of columns by their names, and those of which nulls alone are counted. */
interface Missing {
  readonly missing: ReadonlyMap<string, number>
  readonly uncounted: readonly string[]
}

/**
 * Missing values of each column: from the files' own counts. Where NaN may be among the values, which no file counts, the rows
 * are asked at once for columns that are needed now.
 */
export async function countMissing(
  { columns }: Loaded,
  { paths, inPlace }: TypedFiles,
  isNeeded: (name: string) => boolean,
  engine: Engine,
): Promise<Missing> {
  const counted = await engine.all<{ name: string; missing: number | null; exact: boolean }>(
    sql`SELECT path_in_schema AS name, sum(stats_null_count)::BIGINT AS missing,
      (${!inPlace} OR bool_and(type NOT IN ('FLOAT', 'DOUBLE'))) AS exact
      FROM parquet_metadata(${listOf(paths)}) GROUP BY path_in_schema HAVING bool_and(stats_null_count IS NOT NULL)`,
  )
  const told = new Map(
    counted.flatMap(({ name, missing, exact }) => (missing === null ? [] : [[name, { missing, exact }]])),
  )
  const open = columns.filter(({ name }) => told.get(name)?.exact !== true)
  const now = open.filter(({ name }) => !told.has(name) || isNeeded(name)).map(({ name }) => name)
  const missing = new Map([...told].map(([name, { missing }]) => [name, missing]))
  for (const [name, rows] of await askMissing(now, engine)) missing.set(name, rows)
  return { missing, uncounted: open.map(({ name }) => name).filter((name) => !now.includes(name)) }
}

async function askMissing(names: readonly string[], engine: Engine): Promise<ReadonlyMap<string, number>> {
  if (names.length === 0) return new Map()
  const counts = names.map((name, index) => sql`(count(*) - count(${identifier(name)})) AS ${identifier(`m${index}`)}`)
  const [row = {}] = await engine.all<Record<string, number>>(sql`SELECT ${join(counts)} FROM ${typedRows}`)
  return new Map(names.map((name, index) => [name, row[`m${index}`] ?? 0]))
}

/** What to select the rows of typed files from. */
export function readParquet(paths: readonly string[]): Sql {
  return sql`read_parquet(${listOf(paths)}, union_by_name = ${paths.length > 1}, hive_partitioning = false)`
}

function listOf(paths: readonly string[]): Sql {
  return pathList(paths.map((absolute) => ({ absolute })))
}

function isTyped({ format, relation, declared }: ScannedFile, { columns, types }: Loaded): boolean {
  return format === 'parquet' && !relation && columns.every(({ name }) => declared?.get(name) === types.get(name))
}
