import { columnsHeld, slices } from '../slices.ts'
import { identifier, join, type Sql, sql } from '../sql.ts'
import type { Dataset } from '../types.ts'

/** Columns whose cells one query is about: it has the same aggregates however many they are. */
const listedAtOnce = 2048

type Table = Pick<Dataset, 'rows' | 'engine' | 'only'>

/** A value of a column, and the rows that have it. */
export interface ValueCount {
  readonly value: string
  readonly count: number
}

/** The values of text columns, by their bytes, with their rows; of each column the first `most`. */
export async function countValues(
  names: readonly string[],
  most: number,
  table: Table,
): Promise<ReadonlyMap<string, readonly ValueCount[]>> {
  const found = new Map(names.map((name): [string, ValueCount[]] => [name, []]))
  for (const some of slices(names, columnsHeld(table.rows, listedAtOnce))) {
    const rows = await table.engine.all<{ place: number; value: string; count: number }>(
      sql`SELECT place, value, count(*) AS count FROM ${cells(some, table)} WHERE value IS NOT NULL GROUP BY place, value
        QUALIFY row_number() OVER (PARTITION BY place ORDER BY value) <= ${most} ORDER BY place, value`,
    )
    for (const { place, value, count } of rows) found.get(some[place] ?? '')?.push({ value, count })
  }
  return found
}

/**
 * How many different values columns of one type have among the first rows, or among all.
 * @returns in the order of the names
 */
export async function countDistinct(
  names: readonly string[],
  table: Table,
  first = table.rows,
): Promise<readonly number[]> {
  const found: number[] = []
  for (const some of slices(names, columnsHeld(first, listedAtOnce))) {
    const limited = first < table.rows ? sql`LIMIT ${first}` : sql``
    const rows = await table.engine.all<{ place: number; distinct: number }>(
      sql`SELECT place, count(DISTINCT value) AS "distinct" FROM ${cells(some, table, limited)} GROUP BY place`,
    )
    const counts = new Map(rows.map(({ place, distinct }) => [place, distinct]))
    found.push(...some.map((_, at) => counts.get(at) ?? 0))
  }
  return found
}

function cells(names: readonly string[], { only }: Table, limited: Sql = sql``): Sql {
  return cellsOf(names.map(identifier), sql`(FROM ${only(names)} ${limited})`)
}

/**
 * The cells of columns of one type, one below the other: `value`, and the `place` of its column. The list is made by a query
 * of its own: else every column is carried along with every cell.
 */
export function cellsOf(columns: readonly Sql[], rows: Sql): Sql {
  const [column] = columns
  if (column && columns.length === 1) return sql`(SELECT 0 AS place, ${column} AS value FROM ${rows})`
  return sql`(SELECT unnest(range(${columns.length})) AS place, unnest(cells) AS value
    FROM (SELECT [${join(columns)}] AS cells FROM ${rows}))`
}
