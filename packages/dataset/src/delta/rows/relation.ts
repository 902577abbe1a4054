import { identifier, join, type Sql, sql } from '../../sql.ts'
import type { ParquetField } from '../parquet.ts'
import { broken } from '../place.ts'
import type { TableColumn } from '../schema.ts'
import { readsAs } from '../types.ts'
import type { DeletedRows } from '../vectors/deleted.ts'
import type { OpenedFile } from './data-file.ts'
import { partitionValue } from './partition.ts'

/**
 * All rows of the files, in the files' order, as a relation with the table's columns.
 * @throws {InputError} where a file holds a column in a type that is not the table's
 */
export function rowsOf(files: readonly OpenedFile[], columns: readonly TableColumn[], deleted: DeletedRows): Sql {
  if (files.length === 0) return sql`(SELECT ${join(columns.map(missing))} WHERE false)`
  const groups: Group[] = []
  for (const [index, file] of files.entries()) {
    const gone = deleted.in(index)
    const { values, key } = projection(file, columns)
    const last = groups.at(-1)
    if (!gone && last && last.key === key) last.paths.push(file.absolute)
    else groups.push({ paths: [file.absolute], values, ...(gone ? { gone } : { key }) })
  }
  return sql`(${join(groups.map(selection), ' UNION ALL ')})`
}

/** Neighbours that are read alike: by one query. */
interface Group {
  readonly paths: string[]
  readonly values: readonly Sql[]
  /** Equal for files that are read alike; none where rows are deleted. */
  readonly key?: string
  /** Numbers of the deleted rows. */
  readonly gone?: Sql
}

function selection({ paths, values, gone }: Group): Sql {
  const files = sql`[${join(paths.map((path) => sql`${path}`))}]`
  if (!gone) return sql`SELECT ${join(values)} FROM read_parquet(${files})`
  return sql`(SELECT ${join(values)} FROM read_parquet(${files}, file_row_number = true)
    WHERE file_row_number NOT IN ${gone} ORDER BY file_row_number)`
}

/** What each column of the table is in a file. */
function projection(file: OpenedFile, columns: readonly TableColumn[]): { values: readonly Sql[]; key: string } {
  const held = columns.map((column) => ({ column, field: column.partition ? undefined : fieldOf(file, column) }))
  const values = held.map(({ column, field }) => {
    if (column.partition) return sql`${partitionValue(column, file.added)} AS ${identifier(column.name)}`
    if (!field) return missing(column)
    return sql`CAST(${identifier(field.name)} AS ${column.type.sql}) AS ${identifier(column.name)}`
  })
  return { values, key: JSON.stringify([values.map(({ text }) => text), held.map(({ field }) => field?.type)]) }
}

/** Columns that a file does not have were added later, or hold nothing. */
function missing({ name, type }: TableColumn): Sql {
  return sql`CAST(NULL AS ${type.sql}) AS ${identifier(name)}`
}

function fieldOf({ fields, place }: OpenedFile, { name, physical, id, type }: TableColumn): ParquetField | undefined {
  const field = id === undefined ? named(fields, physical) : numbered(fields, id)
  if (id !== undefined && fields.every((other) => other.id === undefined)) {
    throw broken(place, 'the table finds columns by their ids, and this file has none')
  }
  if (!field || readsAs(field.type ?? 'nested values', type.name)) return field
  throw broken(place, `the column ${name} holds ${field.type ?? 'nested values'}, and the table says ${type.name}`)
}

function numbered(fields: readonly ParquetField[], id: number): ParquetField | undefined {
  return fields.find((field) => field.id === id)
}

/** No two columns of a table differ only in case. */
function named(fields: readonly ParquetField[], name: string): ParquetField | undefined {
  const lower = name.toLowerCase()
  return fields.find((field) => field.name === name) ?? fields.find((field) => field.name.toLowerCase() === lower)
}
