import { join, type Sql, sql } from '@trainyard/dataset'
import { type Check, type Measure, measuredCount } from './check.ts'
import { isMostly } from './columnMap.ts'
import { countIf } from './sql/count.ts'
import type { ColumnFacts } from './table.ts'

/** Which rows are left out of an expectation on several columns. */
export type Ignore = 'all-missing' | 'any-missing' | 'none'

/** Great Expectations' words for a pair of columns; 0.x said `never`. */
export const pairIgnore = {
  both_values_are_missing: 'all-missing',
  either_value_is_missing: 'any-missing',
  neither: 'none',
  never: 'none',
} as const satisfies Readonly<Record<string, Ignore>>

/** Great Expectations' words for a list of columns. */
export const listIgnore = {
  all_values_are_missing: 'all-missing',
  any_value_is_missing: 'any-missing',
  never: 'none',
} as const satisfies Readonly<Record<string, Ignore>>

interface Multicolumn {
  readonly columns: readonly ColumnFacts[]
  readonly ignore: Ignore
  readonly mostly: number
  readonly shape: 'pair' | 'record'
  /** Condition that holds for an unexpected row; NULL counts as unexpected. */
  readonly unexpected: (considered: Sql) => Sql
  /** How unexpected rows are counted, where a filter in the one scan cannot. */
  readonly count?: (considered: Sql) => Measure
}

/** A check on several columns of a row. */
export function multicolumnCheck({ columns, ignore, mostly, shape, ...member }: Multicolumn): Check {
  const considered = consideredRows(columns, ignore)
  const unexpected = sql`${considered} AND ${member.unexpected(considered)}`
  return {
    kind: 'check',
    measures: {
      elements: sql`count(*)`,
      considered: countIf(considered),
      unexpected: member.count?.(considered) ?? countIf(unexpected),
    },
    rows: { unexpected, columns: columns.map(({ name }) => name), shape },
    judge: (measured) => {
      const counts = {
        considered: measuredCount(measured, 'considered'),
        unexpected: measuredCount(measured, 'unexpected'),
      }
      const success = isMostly(counts.unexpected, counts.considered, mostly)
      return { kind: 'rows', success, elements: measuredCount(measured, 'elements'), ...counts }
    },
  }
}

function consideredRows(columns: readonly ColumnFacts[], ignore: Ignore): Sql {
  if (ignore === 'none' || columns.length === 0) return sql`TRUE`
  const present = columns.map((column) => sql`${column.sql} IS NOT NULL`)
  return sql`(${join(present, ignore === 'all-missing' ? ' OR ' : ' AND ')})`
}
