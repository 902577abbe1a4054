import { type Dataset, identifier, sql } from '@trainyard/dataset'
import type { ColumnDocument } from '@trainyard/evidence'
import { type AcceptedColumn, type AcceptedSchema, schemaId } from './types.ts'

/** Text with more distinct values than this is not a category. */
const MOST_CATEGORIES = 50

/** Rows that new data must have at least, as a share of those seen. */
const LEAST_ROWS = 0.5

/**
 * A schema that this data fits with some slack: the observed range widened by a tenth on each side, and the missing share
 * by its one-sided sampling error, so that the next batch of the same kind is not refused by chance.
 */
export async function proposeSchema(
  dataset: Pick<Dataset, 'rows' | 'columns' | 'engine' | 'table'>,
): Promise<AcceptedSchema> {
  const columns: AcceptedColumn[] = []
  for (const column of dataset.columns.filter(({ role }) => role !== 'ignore'))
    columns.push(await proposeColumn(dataset, column))
  return { $schema: schemaId, rows: { min: Math.max(1, Math.floor(dataset.rows * LEAST_ROWS)) }, columns }
}

async function proposeColumn(
  dataset: Pick<Dataset, 'rows' | 'engine' | 'table'>,
  column: ColumnDocument,
): Promise<AcceptedColumn> {
  const { name, type } = column
  const missing = column.role === 'target' ? 0 : acceptedMissing(column.missing, dataset.rows)
  const common = { name, type, missing }
  if (type === 'string' && column.role !== 'id') return { ...common, ...(await categories(dataset, name)) }
  if ((type === 'number' || type === 'integer') && column.role !== 'id')
    return { ...common, ...(await range(dataset, column)) }
  return common
}

/** The observed share plus three standard errors, and never less than one more row in a hundred. */
function acceptedMissing(missing: number, rows: number): number {
  const share = rows === 0 ? 0 : missing / rows
  const slack = Math.max(0.01, 3 * Math.sqrt((share * (1 - share)) / Math.max(rows, 1)))
  return Math.min(1, Number((share + slack).toFixed(4)))
}

async function categories(
  { engine, table }: Pick<Dataset, 'engine' | 'table'>,
  name: string,
): Promise<Pick<AcceptedColumn, 'categories'>> {
  const column = identifier(name)
  const rows = await engine.all<{ v: string }>(
    sql`SELECT DISTINCT ${column} AS v FROM ${table} WHERE ${column} IS NOT NULL ORDER BY v LIMIT ${MOST_CATEGORIES + 1}`,
  )
  return rows.length > MOST_CATEGORIES ? {} : { categories: rows.map(({ v }) => v) }
}

async function range(
  { engine, table }: Pick<Dataset, 'engine' | 'table'>,
  { name, type }: ColumnDocument,
): Promise<Pick<AcceptedColumn, 'min' | 'max'>> {
  const column = identifier(name)
  const [row] = await engine.all<{ low: number | null; high: number | null }>(
    sql`SELECT min(${column})::DOUBLE AS low, max(${column})::DOUBLE AS high FROM ${table} WHERE isfinite(${column}::DOUBLE)`,
  )
  if (row?.low === null || row?.high === null || row === undefined) return {}
  const slack = (row.high - row.low) / 10
  const low = row.low >= 0 ? Math.max(0, row.low - slack) : row.low - slack
  return type === 'integer'
    ? { min: Math.floor(low), max: Math.ceil(row.high + slack) }
    : { min: rounded(low), max: rounded(row.high + slack) }
}

function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
