import { nearest } from '@trainyard/config'
import type { Batch, ColumnValues } from '@trainyard/ports'
import { badRequest } from '../errors.ts'
import type { InputColumn } from './columns.ts'
import { describeFault, isMissing, readValue } from './values.ts'

/** A table as a request brought it, column by column, its values not looked at yet. */
export interface RawTable {
  readonly rows: number
  readonly columns: ReadonlyMap<string, readonly unknown[]>
}

interface Fault {
  readonly row: number
  readonly field: string
  readonly message: string
}

const shownFaults = 10

/**
 * Checks a table against the columns of the model.
 * @throws RequestError 400 that names every wrong field, or the first wrong values by row (from 1) and field
 */
export function checkTable(table: RawTable, columns: readonly InputColumn[]): Batch {
  if (table.rows === 0) throw badRequest('the request has no rows')
  checkNames([...table.columns.keys()], columns)
  const faults: Fault[] = []
  const batch = new Map<string, ColumnValues>()
  for (const column of columns) batch.set(column.name, readColumn(table.columns.get(column.name) ?? [], column, faults))
  if (faults.length > 0) throw wrongValues(faults)
  return { rows: table.rows, columns: batch }
}

/** @throws RequestError 400 where a column is not one of the model's, or one of the model's is missing */
export function checkNames(given: readonly string[], columns: readonly InputColumn[]): void {
  const known = columns.map(({ name }) => name)
  const unknown = given.filter((name) => !known.includes(name))
  const missing = known.filter((name) => !given.includes(name))
  const messages = [
    ...unknown.slice(0, shownFaults).map((name) => unknownField(name, known)),
    ...missing.map((name) => `field ${name}: missing`),
  ]
  if (messages.length > 0) throw badRequest(messages.join('; '), [...unknown, ...missing])
}

/** `field bil_length: unknown. Did you mean bill_length_mm?` */
export function unknownField(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  const shown = name.length > 80 ? `${name.slice(0, 77)}…` : name
  return `field ${shown}: unknown. ${near ? `Did you mean ${near}?` : `Known: ${known.join(', ')}.`}`
}

function readColumn(values: readonly unknown[], column: InputColumn, faults: Fault[]): ColumnValues {
  const read = values.map((value, row) => {
    if (isMissing(value) && column.optional) return null
    const found = readValue(value, column)
    if (found === undefined)
      addFault(faults, { row: row + 1, field: column.name, message: describeFault(value, column) })
    return found ?? null
  })
  if (column.tensor === 'string') return read.map((value) => (value === null ? null : String(value)))
  return Float64Array.from(read, (value) => (typeof value === 'number' ? value : Number.NaN))
}

function addFault(faults: Fault[], fault: Fault): void {
  if (faults.length < shownFaults * 100) faults.push(fault)
}

function wrongValues(faults: readonly Fault[]) {
  const inOrder = [...faults].sort((a, b) => a.row - b.row)
  const shown = inOrder.slice(0, shownFaults).map(({ row, field, message }) => `row ${row}, field ${field}: ${message}`)
  const more = faults.length > shownFaults ? [`and ${faults.length - shownFaults} more`] : []
  return badRequest([...shown, ...more].join('; '), [...new Set(faults.map(({ field }) => field))])
}
