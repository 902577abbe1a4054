import { nearest } from '@trainyard/config'
import type { Problem } from '@trainyard/ports'
import { conditionColumn, type PredictionTable, rowsByValue, type TextColumn } from '@trainyard/predictions'
import { type ColumnSlice, isWithin, rangeText, type SliceRule } from './rule.ts'

/** Row numbers of each value of a column; `null` is a row without one. */
export type Slices = ReadonlyMap<string | null, Uint32Array>

/** The rows that a rule is of, value by value; or what is wrong with its slice. */
export function rowsOfSlices(
  slice: SliceRule,
  table: PredictionTable,
  named: NamedConditions = {},
): Slices | Pick<Problem, 'message' | 'remedy'> {
  return 'name' in slice ? rowsOfNamed(slice.name, table, named) : rowsOfColumn(slice, table)
}

/** Conditions in SQL, by the names that rules call their rows by. */
export type NamedConditions = Readonly<Record<string, string>>

function rowsOfNamed(name: string, table: PredictionTable, named: NamedConditions): ReturnType<typeof rowsOfSlices> {
  const { [name]: condition } = named
  if (condition === undefined)
    return {
      ...unknown('slice', name, Object.keys(named)),
      ...(Object.keys(named).length === 0 && { remedy: unnamed }),
    }
  const rows = rowsOfColumn({ column: conditionColumn(condition), value: 'true' }, table)
  return rows instanceof Map ? new Map([[name, [...rows.values()][0] ?? new Uint32Array()]]) : emptySlice(name)
}

const unnamed = 'Give it a condition: evaluate.slices.where'

function emptySlice(name: string) {
  return { message: `no row is in the slice ${name}`, remedy: 'Its condition: evaluate.slices.where' }
}

function rowsOfColumn(
  { column, value, range }: ColumnSlice,
  { slices = new Map() }: PredictionTable,
): ReturnType<typeof rowsOfSlices> {
  const values = slices.get(column)
  if (values === undefined) return unknown('column', column, [...slices.keys()])
  if (range) return rowsOfRange(range, column, values)
  const rows = rowsByValue(values)
  const all = new Map(values.names.map((name, at) => [name, rows[at] ?? new Uint32Array()]))
  if (value === undefined) return all
  const wanted = all.get(value)
  const known = [...all.keys()].filter((name) => name !== null)
  return wanted ? new Map([[value, wanted]]) : unknown(`value of ${column}`, value, known)
}

function rowsOfRange(
  range: NonNullable<ColumnSlice['range']>,
  column: string,
  { names, numbers }: TextColumn,
): ReturnType<typeof rowsOfSlices> {
  const within = names.map((name) => isWithin(range, name))
  const rows = Uint32Array.from(numbers.keys()).filter((row) => within[numbers[row] ?? -1])
  if (rows.length > 0) return new Map([[rangeText(range), rows]])
  return {
    message: `no row has ${column} ${rangeText(range)}`,
    remedy: 'A range is of numbers; dates and text have none.',
  }
}

/** What is wrong with a name that none of the known ones is. */
export function unknown(what: string, name: string, known: readonly string[]): Pick<Problem, 'message' | 'remedy'> {
  const near = nearest(name, known)
  const listed = known.length > 0 ? `There are: ${known.slice(0, 20).join(', ')}.` : 'The rows have no further columns.'
  return {
    message: `unknown ${what} '${name}'`,
    remedy: near === undefined ? listed : `Did you mean ${near}? ${listed}`,
  }
}
