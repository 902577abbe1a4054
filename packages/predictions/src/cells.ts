import { type Dataset, identifier, join, type Sql, sql } from '@trainyard/dataset'
import type { ColumnType } from '@trainyard/evidence'
import { type ColumnValues, InputError, type Problem } from '@trainyard/ports'

/** How a column is read: as text that two columns can be compared by, or as a number. */
export type Kind = 'text' | 'number'

/** Whole columns of a table of predictions, each as it was asked for. */
export async function readColumns(
  dataset: Dataset,
  asked: ReadonlyMap<string, Kind>,
): Promise<Map<string, ColumnValues>> {
  const names = [...asked.keys()]
  const values = names.map((name) => {
    const value = asked.get(name) === 'number' ? asNumber(name, dataset) : textOf(name, dataset)
    return sql`${value} AS ${identifier(name)}`
  })
  const pieces = new Map<string, ColumnValues[]>(names.map((name) => [name, []]))
  for await (const { columns } of dataset.engine.stream(sql`SELECT ${join(values)} FROM ${dataset.table}`)) {
    for (const [name, piece] of columns) pieces.get(name)?.push(piece)
  }
  return new Map([...pieces].map(([name, parts]) => [name, concatenated(parts)]))
}

/** Distinct values of a column as text, at most `limit`. */
export async function distinctTexts(dataset: Dataset, name: string, limit: number): Promise<string[]> {
  const text = textOf(name, dataset)
  const rows = await dataset.engine.all<{ value: string }>(
    sql`SELECT DISTINCT ${text} AS value FROM ${dataset.table} WHERE ${text} IS NOT NULL ORDER BY value LIMIT ${limit}`,
  )
  return rows.map(({ value }) => value)
}

/** Whether every value of a column is a whole number. */
export async function isWhole(dataset: Dataset, name: string): Promise<boolean> {
  const type = typeOf(name, dataset)
  if (type !== 'number') return type === 'integer'
  const column = identifier(name)
  const [row] = await dataset.engine.all<{ whole: boolean | null }>(
    sql`SELECT bool_and(isfinite(${column}) AND ${column} = trunc(${column})) AS whole FROM ${dataset.table}`,
  )
  return row?.whole === true
}

export function typeOf(name: string, { columns }: Dataset): ColumnType {
  return columns.find((column) => column.name === name)?.type ?? 'string'
}

/** @throws InputError naming the first rows that have no value, or no number where numbers were asked for */
export function expectValues(values: ColumnValues, name: string, file: string): void {
  const cells: ArrayLike<string | number | null> = values
  const rows = Array.from(cells, (value, row) => (value === null || Number.isNaN(value) ? row + 1 : 0)).filter(Boolean)
  if (rows.length === 0) return
  const at = { file, key: name }
  const what = values instanceof Float64Array ? 'number' : 'value'
  const problems = rows.slice(0, 3).map((row): Problem => ({ message: `row ${row} has no ${what} in ${name}`, at }))
  throw new InputError(rows.length > 3 ? [...problems, { message: `and ${rows.length - 3} more rows`, at }] : problems)
}

/** A whole number is written without a point, so that the classes 1 and 1.0 are the same. */
function textOf(name: string, dataset: Dataset): Sql {
  const column = identifier(name)
  if (typeOf(name, dataset) !== 'number') return sql`${column}::VARCHAR`
  return sql`(CASE WHEN ${column} = trunc(${column}) AND abs(${column}) < 1e15 THEN ${column}::BIGINT::VARCHAR
    ELSE ${column}::VARCHAR END)`
}

/** Text that is no number is NaN. */
function asNumber(name: string, dataset: Dataset): Sql {
  const column = identifier(name)
  return typeOf(name, dataset) === 'string' ? sql`TRY_CAST(${column} AS DOUBLE)` : sql`${column}::DOUBLE`
}

function concatenated(parts: readonly ColumnValues[]): ColumnValues {
  const [first] = parts
  if (!(first instanceof Float64Array)) return parts.flatMap((part) => [...part] as (string | null)[])
  const all = new Float64Array(parts.reduce((rows, { length }) => rows + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part as Float64Array, at)
    at += part.length
  }
  return all
}
