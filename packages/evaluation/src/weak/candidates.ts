import { rowsByValue, type TextColumn } from '@trainyard/predictions'

/** A set of rows and what they have in common, one condition a column. */
export interface Candidate {
  readonly where: readonly Condition[]
  readonly rows: Uint32Array
}

export interface Condition {
  readonly column: string
  /** The column's value; null for rows without one; a range such as `>= 18, < 30` of numbers. */
  readonly value: string | null
}

/** A column with more values, which are no numbers, names rows and not groups of them. */
const MOST_VALUES = 50

/** Columns with more distinct numbers are cut at their quartiles. */
const MOST_NUMBERS = 10

/** Sets of rows that are looked at, in all. */
export const MOST_CANDIDATES = 500

/** The columns' values and ranges, then pairs of two columns', as far as there is room. */
export function candidatesOf(columns: ReadonlyMap<string, TextColumn>, atLeast: number): readonly Candidate[] {
  const apart = [...columns].map(([column, values]) =>
    ofColumn(column, values).filter(({ rows }) => rows.length >= atLeast),
  )
  const single = apart.flat().slice(0, MOST_CANDIDATES)
  const pairs: Candidate[] = []
  for (const [at, first] of apart.entries())
    for (const second of apart.slice(at + 1)) {
      if (single.length + pairs.length + first.length * second.length > MOST_CANDIDATES) continue
      pairs.push(...first.flatMap((one) => second.map((other) => both(one, other))))
    }
  return [...single, ...pairs.filter(({ rows }) => rows.length >= atLeast)]
}

/** Whether a column tells rows apart by so many words that none has enough of them. */
export function hasTooManyValues({ names }: TextColumn): boolean {
  return names.length > MOST_VALUES && !areNumbers(names)
}

function ofColumn(column: string, values: TextColumn): readonly Candidate[] {
  if (areNumbers(values.names) && values.names.length > MOST_NUMBERS) return ranges(column, values)
  return values.names.length > MOST_VALUES ? [] : grouped(column, values)
}

/** Quarters of the numbers; rows without one are a set of their own. */
function ranges(column: string, { names, numbers }: TextColumn): readonly Candidate[] {
  const values = Float64Array.from(names, (name) => (name === null ? Number.NaN : Number(name)))
  const cuts = quartiles(Float64Array.from(numbers, (number) => values[number] ?? Number.NaN))
  const quarters = [...cuts, Number.POSITIVE_INFINITY].map((end, at) => rangeName(cuts[at - 1], end))
  const quarterOf = values.map((value) => {
    const quarter = cuts.findIndex((cut) => value < cut)
    return Number.isNaN(value) ? quarters.length : quarter < 0 ? cuts.length : quarter
  })
  const ofRows = numbers.map((number) => quarterOf[number] ?? 0)
  return grouped(column, { names: [...quarters, null], numbers: ofRows }).filter(({ rows }) => rows.length > 0)
}

function quartiles(values: Float64Array): readonly number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  return [...new Set([0.25, 0.5, 0.75].map((share) => sorted[Math.floor(share * sorted.length)] ?? 0))]
}

function rangeName(from: number | undefined, to: number): string {
  const parts = [...(from === undefined ? [] : [`>= ${from}`]), ...(Number.isFinite(to) ? [`< ${to}`] : [])]
  return parts.join(', ')
}

function grouped(column: string, values: TextColumn): readonly Candidate[] {
  const rows = rowsByValue(values)
  return values.names.map((value, at) => ({ where: [{ column, value }], rows: rows[at] ?? new Uint32Array() }))
}

function both(one: Candidate, other: Candidate): Candidate {
  const members = new Set(other.rows)
  return { where: [...one.where, ...other.where], rows: one.rows.filter((row) => members.has(row)) }
}

function areNumbers(names: TextColumn['names']): boolean {
  return names.every((name) => name === null || (name.trim() !== '' && Number.isFinite(Number(name))))
}
