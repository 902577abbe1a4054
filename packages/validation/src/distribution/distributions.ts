import { join, type Sql, sql } from '@trainyard/dataset'
import type { ColumnDocument, Distributions } from '@trainyard/evidence'
import { type Table, tableFacts } from '../kinds/table.ts'
import type { FailingRows } from '../run/finish.ts'
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
const pieces = 4

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
  const drawn = table.only(columns.map(({ name }) => name))
  return withSome({ ...table, source: drawn }, mostRows, async (some, rows) => {
    const binned = await binColumns(columns, some, table.engine)
    const counted = await countBins(binned, { some, all: source, failing }, table.engine)
    return { rows, columns: counted.map((entry) => distributionOf(entry, values === 'shown')), left }
  })
}

function hasFailing({ name }: ColumnDocument, failing: readonly FailingRows[]): boolean {
  return failing.some(({ columns }) => columns.includes(name))
}

interface All extends Pick<Table, 'rows' | 'engine'> {
  readonly source: Sql
}

/** Gives work the rows that are looked at. Those of a large table are copied first: they are asked for more than once. */
async function withSome<T>(
  { source, rows, engine }: All,
  most: number,
  work: (some: Sql, rows: number) => Promise<T>,
): Promise<T> {
  if (rows <= most) return work(source, rows)
  const size = Math.floor(most / pieces)
  const ranges = Array.from({ length: pieces }, (_, at) => {
    const first = Math.floor((at * (rows - size)) / (pieces - 1)) + 1
    return sql`"rowNumber" BETWEEN ${first} AND ${first + size - 1}`
  })
  await engine.run(sql`CREATE TEMP TABLE ${someRows} AS SELECT * FROM ${source} WHERE ${join(ranges, ' OR ')}`)
  try {
    return await work(someRows, size * pieces)
  } finally {
    await engine.run(sql`DROP TABLE ${someRows}`)
  }
}

const someRows = sql`"some rows"`
