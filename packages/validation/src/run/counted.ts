import { identifier, sql } from '@trainyard/dataset'
import { type Measures, measuredCount } from '../kinds/check.ts'
import type { Table } from '../kinds/table.ts'
import type { Settled } from './steps.ts'

/** Rows with a value, of columns by their names. */
export type Present = ReadonlyMap<string, number>

/** What counts the values of a table's uncounted columns. */
export function countsOf({ uncounted = [] }: Table): Measures {
  return Object.fromEntries(uncounted.map((name) => [name, sql`count(${identifier(name)})`]))
}

/** The counts; undefined where they could not be made. */
export function presentIn(settled: Settled | undefined, { uncounted = [] }: Table): Present | undefined {
  if (settled?.kind !== 'settled') return undefined
  return new Map(uncounted.map((name) => [name, measuredCount(settled.measured, name)]))
}

/**
 * The table with its values counted, where that shows a column without any: of such a column another question would have
 * been asked. Undefined where all columns are what they were taken for.
 */
export function correctedBy(present: Present | undefined, table: Table): Table | undefined {
  const { rows, columns } = table
  const isEmptied = ({ name, missing }: Table['columns'][number]) => missing < rows && present?.get(name) === 0
  if (!present || !columns.some(isEmptied)) return undefined
  const counted = columns.map((column) => {
    const values = present.get(column.name)
    return values === undefined ? column : { ...column, missing: rows - values }
  })
  return { ...table, columns: counted, uncounted: [] }
}
