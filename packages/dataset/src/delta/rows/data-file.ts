import { sha256, sha256File } from '@trainyard/ports'
import { sql } from '../../sql.ts'
import type { Engine } from '../../types.ts'
import { type AddedFile, vectorId } from '../log/actions.ts'
import { expectSize } from '../log/checkpoint.ts'
import type { Snapshot } from '../log/snapshot.ts'
import { engineRows, type ParquetField, parquetFields } from '../parquet.ts'
import { absolutePath, decodedPath } from '../paths.ts'
import type { TablePlace } from '../place.ts'
import type { Range } from '../vectors/roaring.ts'
import { deletedRows, vectorBytes } from '../vectors/vectors.ts'

/** A file with rows, looked at: it is there, whole, and as large as the log says. */
export interface OpenedFile {
  readonly added: AddedFile
  readonly absolute: string
  readonly place: TablePlace
  readonly fields: readonly ParquetField[]
  /** Without the deleted ones. */
  readonly rows: number
  readonly deleted: readonly Range[]
  readonly sha256: string
  /** Digest of the deletion vector's bytes. */
  readonly vector: string | null
}

/** @throws {InputError} where the file or its deletion vector is missing, cut, or not what the log says */
export async function openDataFile(added: AddedFile, snapshot: Snapshot, engine: Engine): Promise<OpenedFile> {
  const { table, version } = snapshot
  const place = { version, file: `${table.path}/${decodedPath(added.path, snapshot.place)}` }
  const absolute = absolutePath(table, added.path, snapshot.place)
  await expectSize(absolute, added.size, place, vacuumed)
  const fields = await parquetFields(absolute, engine, place)
  const total = await countRows(absolute, engine, place)
  const bytes = added.deletionVector && (await vectorBytes(added.deletionVector, table, snapshot.place))
  const deleted = added.deletionVector && bytes ? deletedRows(bytes, added.deletionVector, total, place) : []
  return {
    added,
    absolute,
    place,
    fields,
    rows: total - (added.deletionVector?.cardinality ?? 0),
    deleted,
    sha256: await sha256File(absolute),
    vector: bytes ? sha256(bytes) : null,
  }
}

const vacuumed = 'VACUUM removes files of old versions: name a newer version, or copy the table again.'

async function countRows(absolute: string, engine: Engine, place: TablePlace): Promise<number> {
  const [counted] = await engineRows<{ rows: number }>(
    sql`SELECT num_rows AS rows FROM parquet_file_metadata(${absolute})`,
    engine,
    place,
  )
  return counted?.rows ?? 0
}

/** What names a file's rows: its bytes, which of them are deleted, and what the log adds to them. */
export function fileIdentity({ added, sha256: bytes, vector }: OpenedFile): readonly unknown[] {
  const values = [...added.partitionValues].sort(([a], [b]) => (a < b ? -1 : 1))
  return [added.path, added.size, bytes, values, vectorId(added.deletionVector), vector]
}
