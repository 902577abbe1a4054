import { type Engine, identifier, join, type Sql, sql } from '@trainyard/dataset'
import { countIf } from '../kinds/sql/count.ts'
import type { FailingRows } from '../run/finish.ts'
import { type BinnedColumn, binSql } from './columns.ts'

export interface Rows {
  /** The rows that are looked at. */
  readonly some: Sql
  /** All rows: the failing ones among them are counted. */
  readonly all: Sql
  readonly failing: readonly FailingRows[]
}

/** A column with its rows and failing rows by bin. */
export interface CountedColumn extends BinnedColumn {
  readonly rows: ReadonlyMap<number, number>
  readonly failing: ReadonlyMap<number, number>
  /** Failing rows, those without a value too. */
  readonly allFailing: number
}

/** Failed checks of one column whose rows are drawn together. */
const mostChecks = 100

/** Counts the rows of every bin, and the failing ones among them: one query for all columns. */
export async function countBins(binned: readonly BinnedColumn[], rows: Rows, engine: Engine): Promise<CountedColumn[]> {
  const counts = binned.map((entry, at) => sql`${histogram(entry)} AS ${identifier(`r${at}`)}`)
  const failing = binned.flatMap((entry, at) => failingCounts(entry, at, rows.failing))
  const beside = failing.length === 0 ? sql`` : sql`, (SELECT ${join(failing)} FROM ${rows.all}) AS failing`
  const [found = {}] = await engine.all<Record<string, unknown>>(
    sql`SELECT * FROM (SELECT ${join(counts)} FROM ${rows.some}) AS counted ${beside}`,
  )
  return binned.map((entry, at) => ({
    ...entry,
    rows: mapOf(found[`r${at}`]),
    failing: mapOf(found[`f${at}`]),
    allFailing: Number(found[`n${at}`] ?? 0),
  }))
}

function failingCounts(entry: BinnedColumn, at: number, failing: readonly FailingRows[]): readonly Sql[] {
  const own = failing.filter(({ columns }) => columns.includes(entry.column.name)).slice(0, mostChecks)
  if (own.length === 0) return []
  const fails = join(
    own.map(({ condition }) => sql`(${condition})`),
    ' OR ',
  )
  return [
    sql`histogram(CASE WHEN ${fails} THEN ${binSql(entry.column, entry.binning)} END) AS ${identifier(`f${at}`)}`,
    sql`${countIf(fails)} AS ${identifier(`n${at}`)}`,
  ]
}

function histogram({ column, binning }: BinnedColumn): Sql {
  return sql`histogram(${binSql(column, binning)})`
}

/** DuckDB's map of bins to counts, as it is read: a list of keys and values; NULL where nothing was counted. */
function mapOf(value: unknown): ReadonlyMap<number, number> {
  const entries: readonly { readonly key: unknown; readonly value: unknown }[] = Array.isArray(value) ? value : []
  return new Map(entries.map((entry) => [Number(entry.key), Number(entry.value)]))
}
