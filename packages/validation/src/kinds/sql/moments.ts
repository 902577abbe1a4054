import { type Sql, sql } from '@trainyard/dataset'
import type { ColumnType } from '@trainyard/evidence'
import { type Fault, fault, type Measured, measuredNumber } from '../check.ts'
import { type ColumnFacts, findColumn, isFault, type TableFacts } from '../table.ts'

/** Types of column that numbers can be computed of. True counts 1. */
export const numericTypes: readonly ColumnType[] = ['number', 'integer', 'boolean']

/** Beyond this the square of a value is no double. */
const squareable = 1e150

/** The values as doubles. */
export function asDouble({ sql: column }: ColumnFacts): Sql {
  return sql`CAST(${column} AS DOUBLE)`
}

/** Arithmetic mean. */
export function meanSql(column: ColumnFacts): Sql {
  return sql`avg(${asDouble(column)})`
}

/** Sample standard deviation, divided by n − 1. NULL of fewer than two values, and where a value is not finite. */
export function deviationSql(column: ColumnFacts): Sql {
  const size = sql`abs(${asDouble(column)})`
  return sql`(CASE WHEN max(${size}) < ${squareable} THEN
    stddev_samp(${asDouble(column)}) FILTER (WHERE ${size} < ${squareable}) END)`
}

/** A measured number, unless it is none or not finite. */
export function measuredFinite(measured: Measured, name: string): number | undefined {
  const value = measuredNumber(measured, name)
  return value !== undefined && Number.isFinite(value) ? value : undefined
}

/** Finds a column of numbers. One without any value will do. */
export function findNumeric(table: TableFacts, name: string): ColumnFacts | Fault {
  const column = findColumn(table, name)
  if (isFault(column) || column.empty || numericTypes.includes(column.type)) return column
  return fault(`column '${name}' holds ${column.type} values; numbers are needed`)
}
