import { identifier, join, type Sql, sql } from '../sql.ts'
import type { Loaded } from './load.ts'
import { readParquet, type TypedFiles, typedColumns } from './typed.ts'

/** Some rows of a table, and how many they are. */
export interface Some {
  readonly rows: Sql
  readonly count: number
}

/** Pieces that stand for a large table: each costs the engine a row group of the file it is in, however short it is. */
const pieces = 4

/** Rows one after the other, the first counted from 0. */
interface Range {
  readonly first: number
  readonly count: number
}

/**
 * Some rows of the table, at most so many, with some of its columns: evenly spaced pieces, and always the same. They are
 * named by their place in their file, so that the engine reads nothing else. All rows where there are no more.
 */
export function someRows(
  loaded: Loaded,
  typed: TypedFiles,
): (names: Iterable<string>, most: number) => Some | undefined {
  const rows = typed.rows.reduce((sum, count) => sum + count, 0)
  return (names, most) => {
    if (rows <= most) return undefined
    const columns = typedColumns(loaded, typed, new Set(names))
    const ranges = rangesOf(rows, most)
    const parts = ranges.flatMap((range) => partsOf(range, typed))
    const selects = parts.map((part) => sql`(SELECT ${join(columns)} FROM ${readPart(part)})`)
    return { rows: sql`(${join(selects, ' UNION ALL ')})`, count: ranges.reduce((sum, { count }) => sum + count, 0) }
  }
}

function rangesOf(rows: number, most: number): readonly Range[] {
  const count = Math.max(1, Math.floor(most / pieces))
  return Array.from({ length: Math.min(most, pieces) }, (_, at) => ({
    first: Math.floor((at * (rows - count)) / Math.max(1, pieces - 1)),
    count,
  }))
}

/** Files that a range reaches into: one of them in part, or several as a whole. */
interface Part {
  readonly paths: readonly string[]
  readonly range?: Range
}

function partsOf({ first, count }: Range, { paths, rows }: TypedFiles): readonly Part[] {
  const parts: { paths: string[]; range?: Range }[] = []
  let start = 0
  for (const [index, path] of paths.entries()) {
    const own = rows[index] ?? 0
    const [from, to] = [Math.max(0, first - start), Math.min(own, first + count - start)]
    start += own
    if (from >= to) continue
    const last = parts.at(-1)
    if (to - from < own) parts.push({ paths: [path], range: { first: from, count: to - from } })
    else if (last && last.range === undefined) last.paths.push(path)
    else parts.push({ paths: [path] })
  }
  return parts
}

function readPart({ paths, range }: Part): Sql {
  if (range === undefined) return readParquet(paths)
  const { first, count } = range
  const last = first + count - 1
  return sql`${readParquet(paths)} WHERE ${identifier('file_row_number')} BETWEEN ${first} AND ${last} LIMIT ${count}`
}
