import { literal, sql } from '@trainyard/dataset'
import type { ColumnType } from '@trainyard/evidence'
import {
  type Check,
  type Fault,
  fault,
  type Inquiry,
  type Measure,
  type Measured,
  type Measures,
  measuredCount,
  type Step,
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
  /** A way to the same value that is quicker on this table; undefined where there is none. */
  readonly sooner?: (column: ColumnFacts, table: TableFacts) => Sooner | undefined
}

/** A way to an aggregate in two steps. */
export interface Sooner {
  readonly first: Measures
  /** The aggregate, from what was measured and the number of values; NULL where it was not found after all. */
  readonly next: (measured: Measured, present: number) => Measure | undefined
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

function compile(member: ColumnAggregate, name: string, range: Range, table: TableFacts): Step {
  const column = findColumn(table, name)
  if (isFault(column)) return column
  if (member.types && !column.empty && !member.types.includes(column.type)) {
    return fault(`column '${name}' holds ${column.type} values; ${member.type} needs numbers`)
  }
  const mismatch = member.result === 'column' ? boundFault(column, range) : undefined
  if (mismatch) return mismatch
  const resultType = member.result === 'column' ? column.type : 'number'
  const counts = { elements: sql`count(*)`, present: column.present }
  const judge = (measured: Measured) => judgeValue(measured, resultType, range)
  const check: Check = {
    kind: 'check',
    measures: { ...counts, observed: observedSql(member, column, table) },
    judge,
  }
  const sooner = column.empty ? undefined : member.sooner?.(column, table)
  return sooner ? inquire(sooner, counts, check) : check
}

/** Looks for the value the quicker way; where it does not lead there, the check is made as it is. */
function inquire({ first, next }: Sooner, counts: Measures, check: Check): Inquiry {
  return {
    kind: 'inquiry',
    measures: { ...counts, ...first },
    next: (counted) => {
      const observed = next(counted, measuredCount(counted, 'present'))
      return observed === undefined
        ? check
        : { kind: 'inquiry', measures: { observed }, next: (found) => judged(found) }
      function judged({ observed: value = null }: Measured): Check {
        return value === null
          ? check
          : { ...check, measures: {}, judge: () => check.judge({ ...counted, observed: value }) }
      }
    },
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
