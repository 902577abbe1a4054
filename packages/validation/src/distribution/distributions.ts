import { type Sql, sql } from '@trainyard/dataset'
import type { ColumnDocument, Distributions } from '@trainyard/evidence'
import type { Table } from '../kinds/table.ts'
import type { FailingRows } from '../run/finish.ts'
import { binColumns } from './columns.ts'
import { countBins } from './count.ts'
import { distributionOf } from './written.ts'

export interface DistributionOptions {
  /** `hidden`, the default: no category is named. */
  readonly values?: 'hidden' | 'shown'
  /** Columns that are drawn, those with failing rows first; 100 by default. */
  readonly mostColumns?: number
  /** Rows that are looked at; 20,000 by default. */
  readonly mostRows?: number
}

/**
 * How the values of each column are distributed, and which part of them fails a check: two queries for all columns. Of a
 * large table some rows are looked at; the failing ones are all counted.
 */
export async function distributions(
  table: Table,
  failing: readonly FailingRows[],
  { values = 'hidden', mostColumns = 100, mostRows = 20_000 }: DistributionOptions = {},
): Promise<Distributions> {
  const drawable = table.columns.filter(({ role }) => role !== 'ignore')
  const failingFirst = [...drawable].sort((a, b) => Number(hasFailing(b, failing)) - Number(hasFailing(a, failing)))
  const columns = failingFirst.slice(0, mostColumns)
  const left = drawable.length - columns.length
  if (table.rows === 0 || columns.length === 0) return { rows: 0, columns: [], left }
  return withSome(table, columns, mostRows, async (some, rows) => {
    const binned = await binColumns(columns, some, table.engine)
    const counted = await countBins(binned, { some, all: table.table, failing }, table.engine)
    return { rows, columns: counted.map((entry) => distributionOf(entry, values === 'shown')), left }
  })
}

function hasFailing({ name }: ColumnDocument, failing: readonly FailingRows[]): boolean {
  return failing.some(({ columns }) => columns.includes(name))
}

/** Gives work the rows that are looked at. Those of a large table are copied first: they are asked for more than once. */
async function withSome<T>(
  table: Table,
  columns: readonly ColumnDocument[],
  most: number,
  work: (some: Sql, rows: number) => Promise<T>,
): Promise<T> {
  const { engine } = table
  const { rows, count } = table.some(
    columns.map(({ name }) => name),
    most,
  )
  if (count === table.rows) return work(rows, count)
  await engine.run(sql`CREATE TEMP TABLE ${someRows} AS FROM ${rows}`)
  try {
    return await work(someRows, count)
  } finally {
    await engine.run(sql`DROP TABLE ${someRows}`)
  }
}

const someRows = sql`"some rows"`
