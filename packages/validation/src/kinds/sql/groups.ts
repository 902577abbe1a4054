import { type Sql, sql } from '@trainyard/dataset'
import type { Measure } from '../check.ts'
import type { ColumnFacts, TableFacts } from '../table.ts'
import { shownSql } from './constants.ts'

/** Distinct values that are written to a result, at most. */
export const shownGroups = 1000

/**
 * An aggregate over the distinct values of a column, `"value"`, and how often each occurs, `"times"`. All checks on a
 * column share the one GROUP BY that this takes.
 */
export function overGroups({ sql: column }: ColumnFacts, { source }: TableFacts, measure: Sql): Measure {
  const from = sql`(SELECT ${column} AS value, count(*) AS times FROM ${source} WHERE ${column} IS NOT NULL GROUP BY 1)`
  return { from, measure }
}

/** The smallest of the distinct values that a condition holds for, in their order, as they are written in results. */
export function listedGroups({ type }: ColumnFacts, condition: Sql, limit: number): Sql {
  return sql`arg_min(${shownSql(type, sql`value`)}, value, ${limit}) FILTER (WHERE ${condition})`
}
