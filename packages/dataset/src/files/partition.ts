import { InputError } from '@trainyard/ports'
import { lower, ownColumns } from './header.ts'

/** What Hive and Spark write in place of a missing value. */
const nullPartition = '__HIVE_DEFAULT_PARTITION__'

/**
 * Columns that folders named `column=value` on the way to a file give to all its rows, as Hive, Spark and DuckDB lay out
 * tables. Names and values are percent-decoded; an empty value is missing.
 * @throws {InputError} where two folders name one column
 */
export function partitionOf(file: string): Readonly<Record<string, string | null>> | undefined {
  const found = new Map<string, string | null>()
  for (const part of file.split('/').slice(0, -1)) {
    const at = part.indexOf('=')
    if (at <= 0) continue
    const name = decoded(part.slice(0, at))
    if (found.has(name)) throw clash(file, `two folders name the column ${name}`)
    found.set(name, missingOr(part.slice(at + 1)))
  }
  return found.size === 0 ? undefined : Object.fromEntries(found)
}

/**
 * The columns of a file with those that its folders name.
 * @throws {InputError} where the file holds such a column itself, or the name is one of ours
 */
export function withPartition(
  file: { readonly path: string; readonly partition?: Readonly<Record<string, string | null>> },
  columns: readonly string[],
): readonly string[] {
  const names = Object.keys(file.partition ?? {})
  const taken = new Map(columns.map((name) => [lower(name), name]))
  const own = new Set(ownColumns.map(lower))
  for (const name of names) {
    const other = taken.get(lower(name))
    if (other !== undefined) throw clash(file.path, `the file has a column ${other}, and its folder names ${name} too`)
    if (own.has(lower(name))) throw clash(file.path, `Trainyard needs the column name ${name} itself`)
    taken.set(lower(name), name)
  }
  return [...columns, ...names]
}

function clash(file: string, message: string): InputError {
  return new InputError(message, {
    at: { file },
    remedy: 'Where the folder is no column, write: {files: …, partitions: ignore}',
  })
}

function missingOr(value: string): string | null {
  return value === nullPartition || value === '' ? null : decoded(value)
}

/** What is no percent-encoding stays as it is, as in Hive. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })
}
