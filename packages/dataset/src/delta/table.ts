import { InputError, sha256 } from '@trainyard/ports'
import type { Relation } from '../files/source.ts'
import { sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import { readSnapshot, type Snapshot } from './log/snapshot.ts'
import { isoTime, type VersionRule } from './log/version.ts'
import { engineRows } from './parquet.ts'
import { broken, type TableFolder, type TablePlace } from './place.ts'
import { fileIdentity, type OpenedFile, openDataFile } from './rows/data-file.ts'
import { checkPartitions } from './rows/partition.ts'
import { rowsOf } from './rows/relation.ts'
import { loadDeleted } from './vectors/deleted.ts'

/** A Delta table at a version, whole: every file is there. */
export interface DeltaTable {
  readonly id: string
  readonly version: number
  /** ISO 8601, where the commit says it. */
  readonly timestamp: string | undefined
  readonly relation: Relation
  /** Digest of all that makes the rows: the files' bytes, their deleted rows, and what the log says of them. */
  readonly sha256: string
  /** Of the files with rows. */
  readonly bytes: number
}

/**
 * Opens a Delta table: reads its log, verifies each file with rows, and says how they are read.
 * @throws {InputError} naming the version and the file for whatever is missing, broken or not known
 */
export async function openDelta(folder: TableFolder, rule: VersionRule, engine: Engine): Promise<DeltaTable> {
  const snapshot = await readSnapshot(folder, rule, engine)
  const { id, version, time, columns, place } = snapshot
  await checkPartitions(snapshot.files, columns, engine, place)
  const files: OpenedFile[] = []
  for (const added of snapshot.files) files.push(await openDataFile(added, snapshot, engine))
  const deleted = await loadDeleted(
    `${folder.path} ${version}`,
    files.map((file) => file.deleted),
    engine,
  )
  return {
    id,
    version,
    timestamp: time === undefined ? undefined : isoTime(time),
    relation: {
      rows: rowsOf(files, columns, deleted),
      blame: (cause) => blame(files, place, cause, engine),
    },
    sha256: identityOf(snapshot, files),
    bytes: files.reduce((sum, { added }) => sum + added.size, 0),
  }
}

/** The same rows have the same name at every version that holds the same files under the same columns. */
function identityOf({ id, columns }: Snapshot, files: readonly OpenedFile[]): string {
  const named = columns.map(({ name, physical, id: field, type, partition }) => [
    name,
    physical,
    field ?? null,
    type.name,
    partition,
  ])
  return sha256(JSON.stringify([id, named, files.map(fileIdentity)]))
}

/** Reads each file alone, to name the one that cannot be read. */
async function blame(files: readonly OpenedFile[], place: TablePlace, cause: unknown, engine: Engine): Promise<Error> {
  try {
    for (const file of files) {
      await engineRows(sql`SELECT max(hash(rows)) FROM read_parquet(${file.absolute}) AS rows`, engine, file.place)
    }
  } catch (error) {
    if (error instanceof InputError) return error
  }
  return broken(place, 'its rows cannot be read', { cause })
}
