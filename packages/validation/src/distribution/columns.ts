import { type Engine, identifier, join, type Sql, sql } from '@trainyard/dataset'
import type { ColumnDocument, ColumnType } from '@trainyard/evidence'
import { type Range, rangeOf } from './range.ts'

/** How a column is cut into bins; undefined for one without a distribution worth a picture. */
export type Binning = Range | Categories | undefined

/** Bins 1, 2, … are these values; bin 0 is all others. */
export interface Categories {
  readonly kind: 'categories'
  readonly values: readonly string[]
}

export interface BinnedColumn {
  readonly column: ColumnDocument
  readonly binning: Binning
  /** Different values of a column of text; absent where they are very many. */
  readonly distinct?: number
}

const mostCategories = 8
/** Above so many different values a column of text is not counted by value. */
const mostDistinct = 10_000
/** Longer values share a category when they begin alike. */
const mostCharacters = 60

/** Looks at some rows and settles how each column is cut: one query for all columns. */
export async function binColumns(
  columns: readonly ColumnDocument[],
  rows: Sql,
  engine: Engine,
): Promise<readonly BinnedColumn[]> {
  const looked = columns.map((column, at) => {
    const value = valueSql(column)
    return sql`${isText(column.type) ? categoryCounts(value, rows) : quartiles(value)} AS ${identifier(`c${at}`)}`
  })
  const asked = columns.flatMap((column, at) => {
    const found = identifier(`c${at}`)
    if (!isText(column.type)) return [sql`${found} AS ${identifier(`v${at}`)}`]
    return [sql`${tops(found)} AS ${identifier(`v${at}`)}`, sql`cardinality(${found}) AS ${identifier(`d${at}`)}`]
  })
  const [found = {}] = await engine.all<Record<string, unknown>>(
    sql`SELECT ${join(asked)} FROM (SELECT ${join(looked)} FROM ${rows})`,
  )
  return columns.map((column, at) => {
    const values = listOf(found[`v${at}`])
    if (!isText(column.type)) return { column, binning: rangeBinning(column.type, values) }
    const distinct = Number(found[`d${at}`] ?? 0)
    return { column, binning: categoriesOf(values), ...(distinct > 0 && { distinct }) }
  })
}

/** What is binned: a DOUBLE, in seconds for dates and times, or the beginning of a text. */
export function valueSql({ name, type }: ColumnDocument): Sql {
  const column = identifier(name)
  if (isText(type)) return sql`left(CAST(${column} AS VARCHAR), ${mostCharacters})`
  return type === 'number' || type === 'integer' ? sql`CAST(${column} AS DOUBLE)` : sql`epoch(${column})`
}

/** The bin of a value, an INTEGER; NULL where there is no value. */
export function binSql(column: ColumnDocument, binning: Binning): Sql {
  const value = valueSql(column)
  if (binning === undefined) return sql`CASE WHEN ${value} IS NOT NULL THEN 0 END`
  if (binning.kind === 'range') {
    const { first, step, count } = binning
    const bin = sql`CAST(greatest(-1, least(${count}, floor(${value} / ${step}) - ${first})) AS INTEGER)`
    return sql`CASE WHEN ${value} IS NOT NULL THEN ${bin} END`
  }
  const cases = binning.values.map((known, at) => sql`WHEN ${known} THEN ${at + 1}`)
  const found = cases.reduce((text, next) => sql`${text} ${next}`, sql`CASE ${value} WHEN NULL THEN NULL`)
  return sql`CASE WHEN ${value} IS NOT NULL THEN ${found} ELSE 0 END END`
}

function isText(type: ColumnType): boolean {
  return type === 'string' || type === 'boolean'
}

function quartiles(value: Sql): Sql {
  return sql`quantile_cont(CASE WHEN isfinite(${value}) THEN ${value} END, [0, 0.25, 0.75, 1])`
}

/** Rows by value, where the values are not too many. A NUL character cannot be written into a query. */
function categoryCounts(value: Sql, rows: Sql): Sql {
  const few = sql`(SELECT approx_count_distinct(${value}) FROM ${rows}) <= ${mostDistinct}`
  return sql`histogram(CASE WHEN ${few} AND NOT contains(${value}, chr(0)) THEN ${value} END)`
}

/** The most frequent values, then by name. */
function tops(counts: Sql): Sql {
  const entries = sql`list_transform(map_entries(${counts}), lambda e: {rows: -CAST(e.value AS BIGINT), value: e.key})`
  return sql`list_transform(list_sort(${entries})[1:${mostCategories}], lambda e: e.value)`
}

function categoriesOf(values: readonly unknown[]): Categories | undefined {
  return values.length === 0 ? undefined : { kind: 'categories', values: values.map(String) }
}

function rangeBinning(type: ColumnType, values: readonly unknown[]): Range | undefined {
  const [smallest, lower, upper, largest] = values.map(Number)
  if (smallest === undefined || lower === undefined || upper === undefined || largest === undefined) return undefined
  return rangeOf(type, [smallest, lower, upper, largest])
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
