import { stat } from 'node:fs/promises'
import path from 'node:path'
import { isCode } from '@trainyard/ports'
import { identifier, join, type Sql, sql } from '../../sql.ts'
import type { Engine } from '../../types.ts'
import { engineRows, type ParquetField, parquetFields } from '../parquet.ts'
import { decodedPath } from '../paths.ts'
import { broken, type TableFolder, type TablePlace } from '../place.ts'
import { type Action, parseActions } from './actions.ts'
import { readActions } from './commit.ts'
import { type Checkpoint, logFolder } from './log.ts'

/**
 * The actions that a checkpoint holds, its sidecars' included: protocol, metadata and the files with rows.
 * @throws {InputError} where one of its files is missing or broken, or speaks of another version
 */
export async function readCheckpoint(
  table: TableFolder,
  { version, files }: Checkpoint,
  engine: Engine,
): Promise<Action[]> {
  const actions: Action[] = []
  for (const name of files) {
    const place = { version, file: `${table.path}/${logFolder}/${name}` }
    const found = await readFile({ absolute: `${table.absolute}/${logFolder}/${name}`, place, engine })
    expectVersion(found, place)
    for (const action of found) actions.push(...(await withSidecar(action, table, { place, engine })))
  }
  return actions
}

interface Opened {
  readonly absolute: string
  readonly place: TablePlace
  readonly engine: Engine
}

async function readFile({ absolute, place, engine }: Opened): Promise<Action[]> {
  if (absolute.endsWith('.json')) return (await readActions(absolute, place)).filter(({ kind }) => kind !== 'remove')
  return readParquet({ absolute, place, engine })
}

function expectVersion(actions: readonly Action[], place: TablePlace): void {
  const other = actions.find((action) => action.kind === 'checkpointMetadata' && action.version !== place.version)
  if (other) throw broken(place, 'this checkpoint says that it is of another version')
}

/** An action of the checkpoint itself, or those of the sidecar file that it names. */
async function withSidecar(
  action: Action,
  table: TableFolder,
  { place, engine }: Omit<Opened, 'absolute'>,
): Promise<Action[]> {
  if (action.kind !== 'sidecar') return [action]
  const name = path.posix.basename(decodedPath(action.path, place))
  const inner = { version: place.version, file: `${table.path}/${logFolder}/_sidecars/${name}` }
  const absolute = `${table.absolute}/${logFolder}/_sidecars/${name}`
  await expectSize(absolute, action.size, inner)
  return readParquet({ absolute, place: inner, engine })
}

/** @throws {InputError} where a file is missing, or is not as large as the log says */
export async function expectSize(absolute: string, size: number, place: TablePlace, remedy?: string): Promise<void> {
  const found = await stat(absolute).catch((cause: unknown) => {
    if (!isCode(cause, 'ENOENT')) throw cause
    throw broken(place, 'this file is missing, and the log names it', { cause, ...(remedy && { remedy }) })
  })
  if (found.size !== size) throw broken(place, `this file has ${found.size} bytes, and the log says ${size}`)
}

/** Kinds of action that a checkpoint is read for, with the fields that are needed; all fields where none are named. */
const wanted: ReadonlyMap<string, readonly string[]> = new Map([
  ['protocol', []],
  ['metaData', ['id', 'format', 'schemaString', 'partitionColumns', 'configuration']],
  ['checkpointMetadata', ['version']],
  ['sidecar', ['path', 'sizeInBytes']],
  ['add', ['path', 'partitionValues', 'size', 'deletionVector']],
])

async function readParquet({ absolute, place, engine }: Opened): Promise<Action[]> {
  const columns = await parquetFields(absolute, engine, place)
  const actions: Action[] = []
  for (const column of columns.filter(({ name }) => wanted.has(name))) {
    const rows = await engineRows<{ action: string }>(
      sql`SELECT ${actionJson(column)} AS action FROM read_parquet(${absolute}) WHERE ${identifier(column.name)} IS NOT NULL`,
      engine,
      place,
    )
    for (const { action } of rows) actions.push(...parseActions(action, place))
  }
  return actions
}

/** A struct of the checkpoint as the JSON that a commit would hold. Statistics stay out: they are never needed here. */
function actionJson({ name, fields }: ParquetField): Sql {
  const needed = wanted.get(name) ?? []
  const column = identifier(name)
  const held = fields.filter((field) => needed.length === 0 || needed.includes(field.name))
  const parts = held.map((field) => sql`${field.name}: ${column}.${identifier(field.name)}`)
  return sql`to_json({${name}: {${join(parts)}}})::VARCHAR`
}
