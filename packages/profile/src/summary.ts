import {
  columnsAtOnce,
  countDistinct,
  countValues,
  type Dataset,
  identifier,
  join,
  type Sql,
  slices,
  sql,
  type ValueCount,
} from '@trainyard/dataset'
import type { CategorySummary, ColumnDocument, ColumnSummary, ColumnType, TableSummary } from '@trainyard/evidence'
import { sha256 } from '@trainyard/ports'

/** Text with more different values than this has no categories. */
const MOST_CATEGORIES = 100

/** Rows that are looked at to see whether text may be categories at all. */
const LOOKED_AT = 2048

type Table = Pick<Dataset, 'rows' | 'columns' | 'engine' | 'only'>

/** Measures of numbers, by the names that `summaryMeasures` gives them. */
export type NumbersMeasured = Readonly<Record<string, unknown>>

/**
 * Describes the columns that are not ignored, for a later comparison: a query for the numbers, which is left out where they
 * are measured already, one for times, whose ranges Parquet files tell by themselves, and one for categories.
 */
export async function summariseTable(table: Table, measured?: NumbersMeasured): Promise<TableSummary> {
  const columns = described(table)
  const numbers = measured ?? (await measuredOf(columns.flatMap(numberMeasures), table))
  const times = await measuredOf(columns.flatMap(timeMeasures), table)
  const categories = await categoriesOf(columns, table)
  const found = { ...numbers, ...times }
  return {
    rows: table.rows,
    columns: columns.map((column, at) => summaryOf(column, at, found, categories.get(column.name))),
  }
}

/** What a summary asks of the numbers of all rows, for a query that asks other things too. */
export function summaryMeasures(table: Pick<Table, 'columns'>): Readonly<Record<string, Sql>> {
  const measures = described(table).flatMap(numberMeasures)
  return Object.fromEntries(measures.map(({ name, measure }) => [name, measure]))
}

function described({ columns }: Pick<Table, 'columns'>): readonly ColumnDocument[] {
  return columns.filter(({ role }) => role !== 'ignore')
}

interface NamedMeasure {
  readonly column: string
  readonly name: string
  readonly measure: Sql
}

async function measuredOf(measures: readonly NamedMeasure[], { engine, only }: Table): Promise<NumbersMeasured> {
  const rows: NumbersMeasured[] = []
  for (const some of slices(measures, 3 * columnsAtOnce)) {
    const asked = some.map(({ name, measure }) => sql`${measure} AS ${identifier(name)}`)
    const source = only(new Set(some.map(({ column }) => column)))
    rows.push(...(await engine.all<Record<string, unknown>>(sql`SELECT ${join(asked)} FROM ${source}`)))
  }
  return Object.assign({}, ...rows)
}

function numberMeasures({ name: column, type }: ColumnDocument, at: number): NamedMeasure[] {
  if (!isNumber(type)) return []
  const value = identifier(column)
  const finite = sql`avg(CASE WHEN isfinite(${value}) THEN ${value} END)`
  return [
    { column, name: `min ${at}`, measure: sql`min(${value})` },
    { column, name: `max ${at}`, measure: sql`max(${value})` },
    { column, name: `mean ${at}`, measure: type === 'integer' ? sql`avg(CAST(${value} AS DOUBLE))` : finite },
  ]
}

function timeMeasures({ name: column, type }: ColumnDocument, at: number): NamedMeasure[] {
  if (isNumber(type) || !hasRange(type)) return []
  const value = identifier(column)
  return [
    { column, name: `min ${at}`, measure: sql`CAST(min(${value}) AS VARCHAR)` },
    { column, name: `max ${at}`, measure: sql`CAST(max(${value}) AS VARCHAR)` },
  ]
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

function summaryOf(
  { name, type, missing }: ColumnDocument,
  at: number,
  found: NumbersMeasured,
  categories: readonly CategorySummary[] | undefined,
): ColumnSummary {
  return {
    name,
    type,
    missing,
    ...(isNumber(type) && { mean: numberOf(found[`mean ${at}`]) }),
    ...(hasRange(type) && { min: shownValue(found[`min ${at}`]), max: shownValue(found[`max ${at}`]) }),
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

function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value)
}

/** JSON has no infinity. */
function shownValue(value: unknown): number | string | null {
  if (typeof value === 'string') return value
  const number = numberOf(value)
  return number !== null && Number.isFinite(number) ? number : null
}
