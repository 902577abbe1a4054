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

/** What a validation finds out: which rows fail, and how many values are missing. */
export interface FoundOut {
  readonly failing: readonly FailingRows[]
  readonly columns: readonly ColumnDocument[]
}

/**
 * How the values of each column are distributed, and which part of them fails a check: two queries for all columns. Of a
 * large table some rows are looked at, while others find out which fail; the failing ones are all counted.
 */
export async function distributions(
  table: Table,
  found: FoundOut | Promise<FoundOut>,
  { values = 'hidden', mostColumns = 100, mostRows = 20_000 }: DistributionOptions = {},
): Promise<Distributions> {
  const drawable = table.columns.filter(({ role }) => role !== 'ignore')
  const columns = drawable.length > mostColumns ? failingFirst(drawable, (await found).failing, mostColumns) : drawable
  const left = drawable.length - columns.length
  if (table.rows === 0 || columns.length === 0) return { rows: 0, columns: [], left }
  return table.engine.beside((engine) =>
    withSome({ ...table, engine }, columns, mostRows, async (some, rows) => {
      const binned = await binColumns(columns, some, engine)
      const { failing, columns: known } = await found
      const byName = new Map(binned.map((entry) => [entry.column.name, entry]))
      const shown = failingFirst(known, failing).flatMap((column) => {
        const entry = byName.get(column.name)
        return entry ? [{ ...entry, column }] : []
      })
      const counted = await countBins(shown, { some, all: table.table, failing }, engine)
      return { rows, columns: counted.map((entry) => distributionOf(entry, values === 'shown')), left }
    }),
  )
}

function failingFirst(
  columns: readonly ColumnDocument[],
  failing: readonly FailingRows[],
  most = columns.length,
): readonly ColumnDocument[] {
  const fails = new Set(failing.flatMap((check) => check.columns))
  return columns.toSorted((a, b) => Number(fails.has(b.name)) - Number(fails.has(a.name))).slice(0, most)
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
