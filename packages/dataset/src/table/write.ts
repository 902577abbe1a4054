import path from 'node:path'
import type { ColumnType } from '@trainyard/evidence'
import { FaultError } from '@trainyard/ports'
import { identifier, join, type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import { readAll } from './broken.ts'
import { type FileGroup, groupsOf } from './group.ts'
import { provedBeside } from './infer.ts'
import type { Loaded } from './load.ts'
import { type RawColumn, rawFiles, rawName } from './raw.ts'
import { isReadable, isWritten, parsed } from './types.ts'

export interface Written {
  readonly paths: readonly string[]
  /** Rows of each. */
  readonly rows: readonly number[]
  /** Every value was seen to be of its column's type. */
  readonly proven: boolean
}

/** Writes the rows with their types into the engine's folder, a file for each group of files, and looks at each value on the way. */
export async function writeTyped(loaded: Loaded, engine: Engine): Promise<Written> {
  const paths: string[] = []
  const rows: number[] = []
  const proof = proofOf(loaded)
  let proven = proof !== undefined
  for (const [index, group] of groupsOf(loaded.files).entries()) {
    const target = path.join(engine.folder, `rows-${index}.parquet`)
    await writeGroup(group, target, { loaded, proof }, engine)
    const refuted = await expectRows(group, target, engine)
    proven &&= !refuted
    paths.push(target)
    rows.push(group.files.reduce((sum, file) => sum + file.rows, 0))
  }
  return { paths, rows, proven }
}

interface Shared {
  readonly loaded: Loaded
  readonly proof: Sql | undefined
}

/** In place of the number of a row's file, where a value of the row is not of its type: then the file is not used. */
const refuted = -1

async function writeGroup({ files, first }: FileGroup, target: string, shared: Shared, engine: Engine): Promise<void> {
  const { loaded, proof } = shared
  const several = files.length > 1
  const columns = loaded.columns.map((column) => sql`${valueName(column)} AS ${identifier(column.name)}`)
  const file = sql`(${several ? sql`"file_index"` : 0} + ${first})`
  const rowFile = proof === undefined ? file : sql`CASE WHEN ${proof} THEN ${file} ELSE ${refuted} END`
  const values = loaded.columns.map((column) => sql`${typedValue(column, loaded.types)} AS ${valueName(column)}`)
  const raw = rawFiles(files, loaded.columns, several ? [sql`"file_index"`] : [])
  const read = sql`(SELECT *, ${join(values)} FROM ${raw})`
  const rows = sql`SELECT ${join([...columns, sql`${rowFile}::INTEGER AS "rowFile"`])} FROM ${read}`
  await engine.run(sql`COPY (${rows}) TO ${target} (FORMAT parquet)`).catch(async (error: unknown) => {
    if (error instanceof FaultError && files[0]?.format === 'parquet') await readAll(files, engine)
    throw error
  })
}

function valueName({ index }: RawColumn): Sql {
  return identifier(`v${index}`)
}

function typedValue(column: RawColumn, types: ReadonlyMap<string, ColumnType>): Sql {
  const type = types.get(column.name) ?? 'string'
  return column.declared === type ? rawName(column) : parsed(textOf(column), type)
}

/** Whether the columns that are to be looked at are few enough for a query that does something else. */
export function canProve({ pinned, unproven }: Loaded): boolean {
  return pinned.length + unproven.length <= provedBeside
}

/** Whether the values of a row are of their types, where that is not known; undefined where it is asked otherwise. */
function proofOf(loaded: Loaded): Sql | undefined {
  const { types, pinned, unproven } = loaded
  if (!canProve(loaded)) return undefined
  const typeOf = ({ name }: RawColumn) => types.get(name) ?? 'string'
  const proofs = [
    ...unproven.map((column) => isWritten(textOf(column), typeOf(column), valueName(column))),
    ...pinned.map((column) => isReadable(textOf(column), typeOf(column), valueName(column))),
  ]
  return proofs.length === 0
    ? sql`true`
    : join(
        proofs.map((proof) => sql`coalesce(${proof}, true)`),
        ' AND ',
      )
}

function textOf(column: RawColumn): Sql {
  return sql`${rawName(column)}::VARCHAR`
}

/**
 * Our own reading of each file and DuckDB's must agree on every row.
 * @returns whether a value was seen that is not of its type; then nothing is known of the rows of each file
 */
async function expectRows({ files, first }: FileGroup, target: string, engine: Engine): Promise<boolean> {
  const counted = await engine.all<{ file: number; rows: number }>(
    sql`SELECT "rowFile" AS file, count(*) AS rows FROM read_parquet(${target}) GROUP BY file`,
  )
  const found = new Map(counted.map(({ file, rows }) => [file, rows]))
  if (found.has(refuted)) return true
  for (const [index, { path, rows }] of files.entries()) {
    const read = found.get(first + index) ?? 0
    if (read !== rows) throw new FaultError(`${path} should have ${rows} rows, and DuckDB read ${read}`)
  }
  return false
}
