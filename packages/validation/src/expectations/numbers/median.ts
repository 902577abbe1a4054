import { type Sql, sql } from '@trainyard/dataset'
import type { Measure } from '../../kinds/check.ts'
import { measuredList } from '../../kinds/check.ts'
import type { Sooner } from '../../kinds/columnAggregate.ts'
import { asDouble } from '../../kinds/sql/moments.ts'
import type { ColumnFacts, TableFacts } from '../../kinds/table.ts'

/** Rows from which on a search is quicker: the engine holds and partly sorts all values for a median, in one thread at last. */
const MANY = 500_000

/** Rows that are looked at first. */
const LOOKED_AT = 20_000

/**
 * Quantiles between which the median of all rows lies, of some: where these are like the others, its place among them scatters
 * by 0.35 % (√(¼ / 20,000)), so that it is missed once in 50,000 times. Then it is computed from all values as ever.
 */
const BRACKET = [0.485, 0.515] as const

/** The median of a large table: some rows say between which values it lies, and of all rows those are counted and sorted. */
export function medianSooner(column: ColumnFacts, { rows, whole }: TableFacts): Sooner | undefined {
  if (rows < MANY || !whole) return undefined
  const value = asDouble(column)
  const some = whole.some([column.name], LOOKED_AT)
  const [low, high] = BRACKET
  return {
    first: { bracket: { from: some.rows, measure: sql`quantile_disc(${value}, [${low}, ${high}])` } },
    next: (measured, present) => {
      const [from, to] = measuredList(measured, 'bracket')
      if (typeof from !== 'number' || typeof to !== 'number') return undefined
      return medianBetween(sql`(SELECT ${value} AS value FROM ${whole.only([column.name])})`, { from, to, present })
    },
  }
}

/** Where a median is looked for. */
export interface Bracket {
  readonly from: number
  readonly to: number
  /** Values that are not null. */
  readonly present: number
}

/**
 * The median of `value`, where it lies in the bracket; else NULL. Values below are counted, those within are counted one by one;
 * the middle values are those with that many before them.
 */
export function medianBetween(rows: Sql, { from, to, present }: Bracket): Measure {
  const within = sql`SELECT CASE WHEN value < ${from} THEN NULL ELSE value END AS value, count(*) AS times
    FROM ${rows} WHERE value <= ${to} GROUP BY 1`
  const placed = sql`(SELECT value, sum(times) OVER (ORDER BY value NULLS FIRST) AS upto FROM (${within}))`
  const [lower, upper] = [Math.floor((present - 1) / 2), Math.ceil((present - 1) / 2)]
  const at = (place: number) => sql`min(value) FILTER (WHERE upto > ${place})`
  const middle = lower === upper ? at(lower) : sql`list_aggregate([${at(lower)}, ${at(upper)}], 'median')`
  const before = sql`coalesce(max(upto) FILTER (WHERE value IS NULL), 0)`
  return { from: placed, measure: sql`CASE WHEN ${before} <= ${lower} AND max(upto) > ${upper} THEN ${middle} END` }
}
