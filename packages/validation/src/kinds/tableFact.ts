import { type Sql, sql } from '@trainyard/dataset'
import { type Check, type Fault, type Measured, measuredCount, type ValueOutcome } from './check.ts'
import { type Expectation, expectation, type KwargProblem } from './expectation.ts'
import type { Kwargs, Values } from './kwargs.ts'
import type { TableFacts } from './table.ts'

interface TableFact<K extends Kwargs> {
  readonly type: string
  readonly kwargs: K
  readonly agree?: (kwargs: Values<K>) => KwargProblem | undefined
  /** Judges what is known of the table without looking at a row. */
  readonly judge: (table: TableFacts, kwargs: Values<K>) => Omit<ValueOutcome, 'kind'> | Fault
}

/** An expectation on the table's columns. */
export function tableFact<K extends Kwargs>(member: TableFact<K>): Expectation {
  return expectation<K>({
    ...member,
    compile: (kwargs, table) => {
      const judged = member.judge(table, kwargs)
      return 'kind' in judged ? judged : check({}, () => ({ kind: 'value', ...judged }))
    },
  })
}

interface RowCount<K extends Kwargs> extends Omit<TableFact<K>, 'judge'> {
  /** Judges the number of rows. */
  readonly judge: (rows: number, kwargs: Values<K>, table: TableFacts) => Omit<ValueOutcome, 'kind'>
  /** What makes the expectation impossible on this table. */
  readonly fault?: (table: TableFacts, kwargs: Values<K>) => Fault | undefined
}

/** An expectation on the number of rows. */
export function rowCount<K extends Kwargs>(member: RowCount<K>): Expectation {
  return expectation<K>({
    ...member,
    compile: (kwargs, table) =>
      member.fault?.(table, kwargs) ??
      check({ rows: sql`count(*)` }, (measured) => ({
        kind: 'value',
        ...member.judge(measuredCount(measured, 'rows'), kwargs, table),
      })),
  })
}

function check(measures: Readonly<Record<string, Sql>>, judge: (measured: Measured) => ValueOutcome): Check {
  return { kind: 'check', measures, judge }
}
