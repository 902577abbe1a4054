import type { ColumnType } from '@trainyard/evidence'
import { FaultError, InputError } from '@trainyard/ports'
import { join, type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import { checkHeader } from './header.ts'
import type { ScannedFile } from './scan.ts'
import type { SourceFile } from './source.ts'

/**
 * Columns and rows of a Parquet file, from its own metadata.
 * @throws {InputError} for a file that is cut or no Parquet, and for columns that are lists, structs or bytes
 */
export async function scanParquet(file: SourceFile, engine: Engine): Promise<ScannedFile> {
  const described = await unlessBroken(file, () =>
    engine.all<Described>(sql`DESCRIBE SELECT * FROM ${parquetRows(file)}`),
  )
  checkHeader(
    file,
    described.map((column) => column.column_name),
  )
  const columns = described.map((column) => column.column_name)
  const declared = new Map(
    described.flatMap((column) => {
      const type = declaredType(file, column)
      return type === undefined ? [] : [[column.column_name, type] as const]
    }),
  )
  const [counted] = await unlessBroken(file, () =>
    engine.all<{ rows: number }>(sql`SELECT count(*) AS rows FROM ${parquetRows(file)}`),
  )
  return { ...file, columns, rows: counted?.rows ?? 0, declared }
}

interface Described {
  readonly column_name: string
  readonly column_type: string
}

/** What to select the rows of Parquet files that are alike from. What their folders mean is our matter. */
export function parquetRows(file: SourceFile, alike: readonly SourceFile[] = [file]): Sql {
  return file.relation?.rows ?? sql`read_parquet(${pathList(alike)}, hive_partitioning = false)`
}

/** Where files lie, as a list of SQL. */
export function pathList(files: readonly Pick<SourceFile, 'absolute'>[]): Sql {
  return sql`[${join(files.map(({ absolute }) => sql`${absolute}`))}]`
}

/** Runs a query on a Parquet file; when it fails, the file is broken. */
export async function unlessBroken<T>(file: SourceFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (file.format !== 'parquet' || !(cause instanceof FaultError)) throw cause
    if (file.relation) throw await file.relation.blame(cause)
    throw new InputError('this is no whole Parquet file', {
      at: { file: file.path },
      remedy: 'It may be cut. Copy it again, or write it again.',
      cause,
    })
  }
}

const types: Readonly<Record<string, ColumnType>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'integer',
  UTINYINT: 'integer',
  USMALLINT: 'integer',
  UINTEGER: 'integer',
  FLOAT: 'number',
  DOUBLE: 'number',
  VARCHAR: 'string',
  UUID: 'string',
  DATE: 'date',
  TIME: 'time',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamp',
}

/** Whole numbers that may lie beyond 64 bits: their values decide. */
const wide = ['UBIGINT', 'HUGEINT', 'UHUGEINT']

function declaredType(file: SourceFile, column: Described): ColumnType | undefined {
  const name = column.column_type
  if (wide.includes(name)) return undefined
  if (name.startsWith('DECIMAL')) return 'number'
  if (/^ENUM\(.*\)$/s.test(name)) return 'string'
  const type = types[name]
  if (type !== undefined) return type
  throw new InputError(`columns of type ${name} cannot be used`, {
    at: { file: file.path, key: column.column_name },
    remedy: 'Write the column as numbers, text, dates or times.',
  })
}
