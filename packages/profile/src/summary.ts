import { type Dataset, identifier, join, type Sql, type SqlScalar, sql } from '@trainyard/dataset'
import type { CategorySummary, ColumnDocument, ColumnSummary, ColumnType, TableSummary } from '@trainyard/evidence'
import { sha256 } from '@trainyard/ports'

/** Text with more different values than this has no categories. */
const MOST_CATEGORIES = 100

/** Rows that are looked at to see whether text may be categories at all. */
const LOOKED_AT = 10_000

type Table = Pick<Dataset, 'rows' | 'columns' | 'engine' | 'table'>

/** Describes the columns that are not ignored, for a later comparison: one query for all, and one for their categories. */
export async function summariseTable(table: Table): Promise<TableSummary> {
  const columns = table.columns.filter(({ role }) => role !== 'ignore')
  if (columns.length === 0) return { rows: table.rows, columns: [] }
  const measures = [sql`count(*) AS rows`, ...columns.flatMap((column, at) => measuresOf(column, at))]
  const [row = {}] = await table.engine.all<Record<string, SqlScalar>>(
    sql`SELECT ${join(measures)} FROM ${table.table}`,
  )
  const categories = await categoriesOf(columns, table)
  return {
    rows: table.rows,
    columns: columns.map((column, at) => summaryOf(column, at, row, categories.get(column.name))),
  }
}

/** A summary without any value of a row. Means and counts stay. */
export function withoutValues({ rows, columns }: TableSummary): TableSummary {
  return {
    rows,
    columns: columns.map(({ min: _least, max: _greatest, categories, ...column }) => ({
      ...column,
      ...(categories && { categories: categories.map(({ digest, rows }) => ({ digest, rows })) }),
    })),
  }
}

function measuresOf({ name, type }: ColumnDocument, at: number): readonly Sql[] {
  const value = type === 'number' ? sql`nullif(${identifier(name)}, ${Number.NaN})` : identifier(name)
  const called = (measure: Sql, as: string) => sql`${measure} AS ${identifier(`${as}${at}`)}`
  const present = called(sql`count(${value})`, 'present')
  if (!hasRange(type)) return [present]
  const shown = (measure: Sql) => (isNumber(type) ? measure : sql`CAST(${measure} AS VARCHAR)`)
  const range = [called(shown(sql`min(${value})`), 'min'), called(shown(sql`max(${value})`), 'max')]
  if (!isNumber(type)) return [present, ...range]
  const finite = sql`avg(${value}::DOUBLE) FILTER (WHERE isfinite(${value}::DOUBLE))`
  return [present, ...range, called(finite, 'mean')]
}

function summaryOf(
  { name, type }: ColumnDocument,
  at: number,
  row: Readonly<Record<string, SqlScalar>>,
  categories: readonly CategorySummary[] | undefined,
): ColumnSummary {
  return {
    name,
    type,
    missing: Number(row['rows'] ?? 0) - Number(row[`present${at}`]),
    ...(isNumber(type) && { mean: numberOf(row[`mean${at}`]) }),
    ...(hasRange(type) && { min: shownValue(row[`min${at}`]), max: shownValue(row[`max${at}`]) }),
    ...(categories && { categories }),
  }
}

async function categoriesOf(
  columns: readonly ColumnDocument[],
  table: Table,
): Promise<ReadonlyMap<string, readonly CategorySummary[]>> {
  const asked = await fewValued(
    columns.filter(({ type, role }) => type === 'string' && role !== 'id'),
    table,
  )
  const found = new Map<string, readonly CategorySummary[]>()
  if (asked.length === 0) return found
  const counts = asked.map(({ name }, at) => {
    const column = identifier(name)
    return sql`(SELECT ${at} AS at, ${column} AS value, count(*) AS rows FROM ${table.table} WHERE ${column} IS NOT NULL
      GROUP BY ${column} ORDER BY value LIMIT ${MOST_CATEGORIES + 1})`
  })
  const rows = await table.engine.all<{ at: number; value: string; rows: number }>(join(counts, ' UNION ALL '))
  for (const [at, { name }] of asked.entries()) {
    const own = rows.filter((row) => row.at === at)
    if (own.length <= MOST_CATEGORIES)
      found.set(
        name,
        own.map((row) => category(name, row)),
      )
  }
  return found
}

/** Columns of text that have few values among the first rows. */
async function fewValued(
  columns: readonly ColumnDocument[],
  { engine, table }: Table,
): Promise<readonly ColumnDocument[]> {
  if (columns.length === 0) return []
  const distinct = columns.map(({ name }, at) => sql`count(DISTINCT ${identifier(name)}) AS ${identifier(`d${at}`)}`)
  const [row = {}] = await engine.all<Record<string, number>>(
    sql`SELECT ${join(distinct)} FROM (SELECT * FROM ${table} LIMIT ${LOOKED_AT})`,
  )
  return columns.filter((_, at) => Number(row[`d${at}`]) <= MOST_CATEGORIES)
}

function category(column: string, { value, rows }: { readonly value: string; readonly rows: number }): CategorySummary {
  return { digest: sha256(JSON.stringify([column, value])).slice(0, 16), value, rows }
}

function hasRange(type: ColumnType): boolean {
  return type !== 'string' && type !== 'boolean'
}

function isNumber(type: ColumnType): boolean {
  return type === 'number' || type === 'integer'
}

function numberOf(value: SqlScalar | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}

/** JSON has no infinity. */
function shownValue(value: SqlScalar | undefined): number | string | null {
  if (typeof value === 'string') return value
  const number = numberOf(value)
  return number !== null && Number.isFinite(number) ? number : null
}
