import {
  columnsAtOnce,
  countDistinct,
  countValues,
  type Dataset,
  identifier,
  join,
  type Sql,
  type SqlScalar,
  slices,
  sql,
  type ValueCount,
} from '@trainyard/dataset'
import type { CategorySummary, ColumnDocument, ColumnSummary, ColumnType, TableSummary } from '@trainyard/evidence'
import { sha256 } from '@trainyard/ports'

/** Text with more different values than this has no categories. */
const MOST_CATEGORIES = 100

/** Rows that are looked at to see whether text may be categories at all. */
const LOOKED_AT = 10_000

type Table = Pick<Dataset, 'rows' | 'columns' | 'engine' | 'only'>

/** Describes the columns that are not ignored, for a later comparison: a query for many, and one for their categories. */
export async function summariseTable(table: Table): Promise<TableSummary> {
  const columns = table.columns.filter(({ role }) => role !== 'ignore')
  const categories = await categoriesOf(columns, table)
  const found: ColumnSummary[] = []
  for (const some of slices(columns, columnsAtOnce)) found.push(...(await summariseSome(some, categories, table)))
  return { rows: table.rows, columns: found }
}

async function summariseSome(
  columns: readonly ColumnDocument[],
  categories: ReadonlyMap<string, readonly CategorySummary[]>,
  { engine, only }: Table,
): Promise<ColumnSummary[]> {
  const measures = [sql`count(*) AS rows`, ...columns.flatMap((column, at) => measuresOf(column, at))]
  const source = only(columns.map(({ name }) => name))
  const [row = {}] = await engine.all<Record<string, SqlScalar>>(sql`SELECT ${join(measures)} FROM ${source}`)
  return columns.map((column, at) => summaryOf(column, at, row, categories.get(column.name)))
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
  const value = identifier(name)
  const called = (measure: Sql, as: string) => sql`${measure} AS ${identifier(`${as}${at}`)}`
  const present = called(sql`count(${value})`, 'present')
  if (!hasRange(type)) return [present]
  const shown = (measure: Sql) => (isNumber(type) ? measure : sql`CAST(${measure} AS VARCHAR)`)
  const range = [called(shown(sql`min(${value})`), 'min'), called(shown(sql`max(${value})`), 'max')]
  if (!isNumber(type)) return [present, ...range]
  const finite = sql`avg(CASE WHEN isfinite(${value}::DOUBLE) THEN ${value}::DOUBLE END)`
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
  const texts = columns.filter(({ type, role }) => type === 'string' && role !== 'id').map(({ name }) => name)
  const distinct = await countDistinct(texts, table, LOOKED_AT)
  const few = texts.filter((_, at) => (distinct[at] ?? 0) <= MOST_CATEGORIES)
  const counts = await countValues(few, MOST_CATEGORIES + 1, table)
  const listed = [...counts].filter(([, values]) => values.length <= MOST_CATEGORIES)
  return new Map(listed.map(([name, values]) => [name, values.map((value) => category(name, value))]))
}

function category(column: string, { value, count }: ValueCount): CategorySummary {
  return { digest: sha256(JSON.stringify([column, value])).slice(0, 16), value, rows: count }
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
