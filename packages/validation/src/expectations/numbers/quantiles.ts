import { join, type Sql, sql } from '@trainyard/dataset'
import type { ColumnType } from '@trainyard/evidence'
import {
  type Check,
  type Fault,
  fault,
  type Measured,
  measuredCount,
  measuredList,
  type ValueOutcome,
} from '../../kinds/check.ts'
import { expectation } from '../../kinds/expectation.ts'
import { type Bound, text } from '../../kinds/kwargs.ts'
import { isWithin } from '../../kinds/range.ts'
import { boundSql, shownSql } from '../../kinds/sql/constants.ts'
import { type ColumnFacts, findColumn, isFault } from '../../kinds/table.ts'
import { type Interpolation, misordered, type QuantileRanges, quantileRanges, relativeError } from './quantileRanges.ts'

/**
 * Quantiles of the non-null values lie in ranges, of which null leaves an end open. A quantile is the value nearest to its
 * place (of two equally near the one at the even place), unless `allow_relative_error` names another of pandas'
 * interpolations. A bound is met to 1 in 10,000. Great Expectations: expect_column_quantile_values_to_be_between.
 */
export const quantilesBetween = expectation({
  type: 'expect_column_quantile_values_to_be_between',
  kwargs: { column: text, quantile_ranges: quantileRanges, allow_relative_error: relativeError },
  agree: ({ quantile_ranges: { value_ranges } }) => misordered(value_ranges),
  compile: ({ column: name, quantile_ranges, allow_relative_error }, table) => {
    const column = findColumn(table, name)
    if (isFault(column)) return column
    if (column.type === 'string' && !column.empty) return fault(`column '${name}' holds text, which has no quantiles`)
    const bounds = quantile_ranges.value_ranges.flat().filter((bound) => bound !== null)
    const mismatch = bounds.map((bound) => boundSql(column, bound)).find(isFault)
    if (mismatch) return mismatch
    const method = typeof allow_relative_error === 'string' ? allow_relative_error : 'nearest'
    return {
      kind: 'inquiry',
      measures: { present: sql`count(${column.sql})` },
      next: (measured) => quantileCheck(column, quantile_ranges, method, measuredCount(measured, 'present')),
    }
  },
})

function quantileCheck(column: ColumnFacts, ranges: QuantileRanges, method: Interpolation, n: number): Check | Fault {
  const between = method === 'linear' || method === 'midpoint'
  if (between && n > 0 && !['number', 'integer'].includes(column.type)) {
    return fault(`quantiles of ${column.type} values cannot be interpolated`)
  }
  const places = ranges.quantiles.map((quantile) => quantile * (n - 1))
  const ends = places.flatMap((place) => [endOf(place, method, Math.floor), endOf(place, method, Math.ceil)])
  return {
    kind: 'check',
    measures: {
      elements: sql`count(*)`,
      present: sql`count(${column.sql})`,
      ends: n === 0 ? sql`[]` : valuesAt(column, ends, n),
    },
    judge: (measured) => judge(measured, { ranges, places, method, type: column.type }),
  }
}

function endOf(place: number, method: Interpolation, otherwise: (place: number) => number): number {
  if (method === 'nearest') return nearestPlace(place)
  if (method === 'lower') return Math.floor(place)
  return method === 'higher' ? Math.ceil(place) : otherwise(place)
}

function nearestPlace(place: number): number {
  const below = Math.floor(place)
  if (place - below === 0.5) return below % 2 === 0 ? below : below + 1
  return Math.round(place)
}

/** The values at places of the sorted column, counted from 0. DuckDB finds place k of n as the discrete (k + ½)/n quantile. */
function valuesAt({ type, sql: column }: ColumnFacts, places: readonly number[], n: number): Sql {
  const shares = places.map((place) => sql`${(place + 0.5) / n}::DOUBLE`)
  const found = sql`quantile_disc(${column}, [${join(shares)}])`
  return isTemporal(type) ? sql`list_transform(${found}, lambda v: ${shownSql(type, sql`v`)})` : found
}

interface Judged {
  readonly ranges: QuantileRanges
  readonly places: readonly number[]
  readonly method: Interpolation
  readonly type: ColumnType
}

function judge(measured: Measured, { ranges, places, method, type }: Judged): ValueOutcome {
  const ends = measuredList(measured, 'ends')
  const values = places.map((place, index) => {
    const [low, high] = [ends[2 * index] ?? null, ends[2 * index + 1] ?? null]
    if (low === null || low === high) return low
    const weight = method === 'midpoint' ? 0.5 : place - Math.floor(place)
    return Number(low) + weight * (Number(high) - Number(low))
  })
  const details = values.map((value, index) => isMet(type, value, ranges.value_ranges[index] ?? [null, null]))
  const elements = measuredCount(measured, 'elements')
  return {
    kind: 'value',
    success: details.every(Boolean),
    observed: { quantiles: ranges.quantiles, values },
    details: { success_details: details },
    elements,
    missing: elements - measuredCount(measured, 'present'),
  }
}

function isMet(type: ColumnType, value: unknown, [low, high]: readonly [Bound | null, Bound | null]): boolean {
  if (value === null) return false
  const close = [low, high].some((bound) => typeof bound === 'number' && isClose(Number(value), bound))
  const range = { min_value: low ?? undefined, max_value: high ?? undefined }
  return close || isWithin(type === 'boolean' ? 'integer' : type, value, range) === true
}

/** NumPy's isclose, with a relative tolerance of 1e-4. */
function isClose(value: number, bound: number): boolean {
  return Math.abs(value - bound) <= 1e-8 + 1e-4 * Math.abs(bound)
}

function isTemporal(type: ColumnType): boolean {
  return type === 'date' || type === 'time' || type === 'timestamp'
}
