import type { ColumnProfile, ColumnType } from '@trainyard/evidence'
import type { ColumnValues } from '@trainyard/ports'
import { categoricalCounter } from './categorical.ts'
import { numericCounter } from './numeric.ts'

/** Profiles one column from its batches. */
export interface ColumnCounter {
  add(values: ColumnValues): void
  profile(): ColumnProfile
}

interface Described {
  readonly name: string
  readonly type: ColumnType
  readonly source: ColumnProfile['source']
}

/** A column of numbers between edges. */
export function countNumbers(column: Described, edges: readonly number[]): ColumnCounter {
  return counted(column, numericCounter(edges), asNumbers)
}

/** A column of categories; numbers are named as they are written. */
export function countCategories(column: Described, known?: ReadonlySet<string>): ColumnCounter {
  return counted(column, categoricalCounter(known), asNames)
}

/** Counts new rows the way a profile did: between its edges, or by its categories and those that are new. */
export function countLike({ name, type, source, values }: ColumnProfile): ColumnCounter {
  return values.kind === 'numeric'
    ? countNumbers({ name, type, source }, values.edges)
    : countCategories({ name, type, source }, new Set(Object.keys(values.counts)))
}

interface ValueCounter<Values> {
  add(values: Values): void
  readonly missing: number
  profile(): ColumnProfile['values']
}

function counted<Values>(
  column: Described,
  counter: ValueCounter<Values>,
  read: (values: ColumnValues) => Values,
): ColumnCounter {
  let rows = 0
  return {
    add: (values) => {
      rows += values.length
      counter.add(read(values))
    },
    profile: () => ({ ...column, rows, missing: counter.missing, values: counter.profile() }),
  }
}

function asNumbers(values: ColumnValues): Float64Array {
  if (values instanceof Float64Array) return values
  return Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)))
}

function asNames(values: ColumnValues): readonly (string | null)[] {
  if (!(values instanceof Float64Array)) return values
  return Array.from(values, (value) => (Number.isNaN(value) ? null : String(value)))
}

/** Whether a column's values are categories: text, and true or false. */
export function isCategorical(type: ColumnType): boolean {
  return type === 'string' || type === 'boolean'
}
