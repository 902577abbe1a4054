import { literal, sql } from '@trainyard/dataset'
import type { ColumnType } from '@trainyard/evidence'
import {
  type Check,
  type Fault,
  fault,
  type Measure,
  type Measured,
  measuredCount,
  type ValueOutcome,
} from './check.ts'
import { type Expectation, expectation } from './expectation.ts'
import { text } from './kwargs.ts'
import { isWithin, numberRangeKwargs, orderedRange, type Range, rangeKwargs } from './range.ts'
import { boundSql, shownSql } from './sql/constants.ts'
import { type ColumnFacts, findColumn, isFault, type TableFacts } from './table.ts'

interface ColumnAggregate {
  readonly type: string
  /** The aggregate. NULL, where there is no value to aggregate, fails the expectation, as in Great Expectations. */
  readonly observe: (column: ColumnFacts, table: TableFacts) => Measure
  /** What the aggregate is a value of: `column`, the column's own type, or always a number. */
  readonly result: 'column' | 'number'
  /** Types of column it can be computed for; by default all. */
  readonly types?: readonly ColumnType[]
}

/** An expectation that one aggregate of a column lies in a range. */
export function columnAggregate(member: ColumnAggregate): Expectation {
  return expectation({
    type: member.type,
    kwargs: { column: text, ...(member.result === 'column' ? rangeKwargs : numberRangeKwargs) },
    agree: orderedRange,
    compile: (kwargs, table) => compile(member, kwargs.column, kwargs, table),
  })
}

function compile(member: ColumnAggregate, name: string, range: Range, table: TableFacts): Check | Fault {
  const column = findColumn(table, name)
  if (isFault(column)) return column
  if (member.types && !column.empty && !member.types.includes(column.type)) {
    return fault(`column '${name}' holds ${column.type} values; ${member.type} needs numbers`)
  }
  const mismatch = member.result === 'column' ? boundFault(column, range) : undefined
  if (mismatch) return mismatch
  const resultType = member.result === 'column' ? column.type : 'number'
  return {
    kind: 'check',
    measures: {
      elements: sql`count(*)`,
      present: column.present,
      observed: observedSql(member, column, table),
    },
    judge: (measured) => judgeValue(measured, resultType, range),
  }
}

function observedSql(member: ColumnAggregate, column: ColumnFacts, table: TableFacts): Measure {
  if (member.types && column.empty) return literal(null)
  const observed = member.observe(column, table)
  return member.result === 'column' && !('from' in observed) ? shownSql(column.type, observed) : observed
}

function judgeValue(measured: Measured, type: ColumnType, range: Range): ValueOutcome {
  const elements = measuredCount(measured, 'elements')
  const missing = elements - measuredCount(measured, 'present')
  const value = measured['observed'] ?? null
  const observed = Number.isNaN(value) ? null : value
  const success = observed !== null && isWithin(type, observed, range) === true
  return { kind: 'value', success, observed, elements, missing }
}

function boundFault(column: ColumnFacts, { min_value, max_value }: Range): Fault | undefined {
  const constants = [min_value, max_value].filter((value) => value !== undefined)
  return constants.map((value) => boundSql(column, value)).find(isFault)
}
