import { type Sql, sql } from '@trainyard/dataset'
import { type Check, type Fault, type Measure, type Measured, measuredCount, type RowOutcome } from './check.ts'
import { type Definition, type Expectation, expectation } from './expectation.ts'
import { type Kwargs, mostly, text, type Values } from './kwargs.ts'
import { countIf } from './sql/count.ts'
import { type ColumnFacts, findColumn, isFault, type TableFacts } from './table.ts'

const commonKwargs = { column: text, mostly }

type MapValues<K extends Kwargs> = Values<K & typeof commonKwargs>

interface ColumnMap<K extends Kwargs> extends Pick<Definition<K & typeof commonKwargs>, 'type' | 'agree' | 'patterns'> {
  readonly kwargs: K
  /** Condition that holds for an unexpected value, which is never null. */
  readonly unexpected: (column: ColumnFacts, kwargs: MapValues<K>, table: TableFacts) => Sql | Fault
  /** How unexpected rows are counted, where a filter in the one scan cannot. */
  readonly count?: (column: ColumnFacts, table: TableFacts) => Measure
  /** `judged`: nulls are what is looked for. By default they are neither good nor bad. */
  readonly nulls?: 'judged'
}

/**
 * An expectation on each value of a column. Great Expectations' rule: it holds when the share of expected values among
 * the considered ones is at least `mostly`, and vacuously when there is none.
 */
export function columnMap<K extends Kwargs>(member: ColumnMap<K>): Expectation {
  return expectation<K & typeof commonKwargs>({
    ...member,
    kwargs: { ...commonKwargs, ...member.kwargs },
    compile: (kwargs, table) => compile(member, kwargs, table),
  })
}

function compile<K extends Kwargs>(member: ColumnMap<K>, kwargs: MapValues<K>, table: TableFacts): Check | Fault {
  const { column: name, mostly: share } = kwargs as Values<typeof commonKwargs>
  const column = findColumn(table, name)
  if (isFault(column)) return column
  const condition = member.unexpected(column, kwargs, table)
  if (isFault(condition)) return condition
  const count = member.count?.(column, table)
  return valueCheck({ column, condition, share, nulls: member.nulls, ...(count && { count }) })
}

interface ValueCheck {
  readonly column: ColumnFacts
  /** Holds for an unexpected value. */
  readonly condition: Sql
  readonly share: number
  /** How unexpected rows are counted, where a filter in the one scan cannot. */
  readonly count?: Measure
  readonly nulls?: 'judged' | undefined
}

/** A check on each value of a column, from the condition that holds for the unexpected ones. */
export function valueCheck({ column, condition, share, count, nulls }: ValueCheck): Check {
  const unexpected = nulls === 'judged' ? condition : sql`${column.sql} IS NOT NULL AND ${condition}`
  return {
    kind: 'check',
    measures: {
      elements: sql`count(*)`,
      present: column.present,
      unexpected: count ?? countIf(unexpected),
    },
    rows: { unexpected, columns: [column.name], shape: 'value' },
    judge: (measured) => judgeRows(measured, share, nulls),
  }
}

function judgeRows(measured: Measured, share: number, nulls: 'judged' | undefined): RowOutcome {
  const elements = measuredCount(measured, 'elements')
  const considered = nulls === 'judged' ? undefined : measuredCount(measured, 'present')
  const unexpected = measuredCount(measured, 'unexpected')
  return {
    kind: 'rows',
    success: isMostly(unexpected, considered ?? elements, share),
    elements,
    considered,
    unexpected,
  }
}

/** Whether enough of the considered rows are as expected; vacuously true of none. */
export function isMostly(unexpected: number, considered: number, share: number): boolean {
  return considered === 0 || (considered - unexpected) / considered >= share
}
