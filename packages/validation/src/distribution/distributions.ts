import { join, type Sql, sql } from '@trainyard/dataset'
import type { ColumnDocument, Distributions } from '@trainyard/evidence'
import { type Table, tableFacts } from '../kinds/table.ts'
import type { FailingRows } from '../run/validate.ts'
import { binColumns } from './columns.ts'
import { countBins } from './count.ts'
import { distributionOf } from './written.ts'

export interface DistributionOptions {
  /** `hidden`, the default: no category is named. */
  readonly values?: 'hidden' | 'shown'
  /** Columns that are drawn, those with failing rows first; 100 by default. */
  readonly mostColumns?: number
  /** Rows that are looked at; 100,000 by default. */
  readonly mostRows?: number
}

/** Pieces of the table that stand for a large one. Evenly spaced and always the same, so that documents stay the same. */
const pieces = 16

/**
 * How the values of each column are distributed, and which part of them fails a check: two queries for all columns. Of a
 * large table some rows are looked at; the failing ones are all counted.
 */
export async function distributions(
  table: Table,
  failing: readonly FailingRows[],
  { values = 'hidden', mostColumns = 100, mostRows = 100_000 }: DistributionOptions = {},
): Promise<Distributions> {
  const drawable = table.columns.filter(({ role }) => role !== 'ignore')
  const failingFirst = [...drawable].sort((a, b) => Number(hasFailing(b, failing)) - Number(hasFailing(a, failing)))
  const columns = failingFirst.slice(0, mostColumns)
  const left = drawable.length - columns.length
  if (table.rows === 0 || columns.length === 0) return { rows: 0, columns: [], left }
  const { source } = tableFacts(table)
  const some = someRows(source, table.rows, mostRows)
  const binned = await binColumns(columns, some.sql, table.engine)
  const counted = await countBins(binned, { some: some.sql, all: source, failing }, table.engine)
  return {
    rows: some.rows,
    columns: counted.map((entry) => distributionOf(entry, values === 'shown')),
    left,
  }
}

function hasFailing({ name }: ColumnDocument, failing: readonly FailingRows[]): boolean {
  return failing.some(({ columns }) => columns.includes(name))
}

function someRows(source: Sql, rows: number, most: number): { readonly sql: Sql; readonly rows: number } {
  if (rows <= most) return { sql: source, rows }
  const size = Math.floor(most / pieces)
  const ranges = Array.from({ length: pieces }, (_, at) => {
    const first = Math.floor((at * (rows - size)) / (pieces - 1)) + 1
    return sql`SELECT * FROM ${source} WHERE "rowNumber" BETWEEN ${first} AND ${first + size - 1}`
  })
  return { sql: sql`(${join(ranges, ' UNION ALL ')})`, rows: size * pieces }
}
