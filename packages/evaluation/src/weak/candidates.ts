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
export function candidatesOf(
  columns: ReadonlyMap<string, readonly (string | null)[]>,
  atLeast: number,
): readonly Candidate[] {
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
export function hasTooManyValues(values: readonly (string | null)[]): boolean {
  const distinct = new Set(values)
  return distinct.size > MOST_VALUES && !areNumbers(distinct)
}

function ofColumn(column: string, values: readonly (string | null)[]): readonly Candidate[] {
  const distinct = new Set(values)
  if (areNumbers(distinct) && distinct.size > MOST_NUMBERS) return ranges(column, values)
  if (distinct.size > MOST_VALUES) return []
  return grouped(column, values, (value) => value)
}

/** Quarters of the numbers; rows without one are a set of their own. */
function ranges(column: string, values: readonly (string | null)[]): readonly Candidate[] {
  const sorted = Float64Array.from(
    values.filter((value) => value !== null),
    Number,
  ).sort()
  const cuts = [...new Set([0.25, 0.5, 0.75].map((share) => sorted[Math.floor(share * sorted.length)] ?? 0))]
  const names = [...cuts, Number.POSITIVE_INFINITY].map((end, at) => rangeName(cuts[at - 1], end))
  const nameOf = (value: string | null) => {
    const quarter = value === null ? -1 : cuts.findIndex((cut) => Number(value) < cut)
    return value === null ? null : (names[quarter < 0 ? cuts.length : quarter] ?? null)
  }
  return grouped(column, values, nameOf)
}

function rangeName(from: number | undefined, to: number): string {
  const parts = [...(from === undefined ? [] : [`>= ${from}`]), ...(Number.isFinite(to) ? [`< ${to}`] : [])]
  return parts.join(', ')
}

function grouped(
  column: string,
  values: readonly (string | null)[],
  nameOf: (value: string | null) => string | null,
): readonly Candidate[] {
  const rows = new Map<string | null, number[]>()
  for (const [row, value] of values.entries()) {
    const name = nameOf(value)
    const members = rows.get(name)
    if (members) members.push(row)
    else rows.set(name, [row])
  }
  return [...rows].map(([value, members]) => ({ where: [{ column, value }], rows: Uint32Array.from(members) }))
}

function both(one: Candidate, other: Candidate): Candidate {
  const members = new Set(other.rows)
  return { where: [...one.where, ...other.where], rows: one.rows.filter((row) => members.has(row)) }
}

function areNumbers(distinct: ReadonlySet<string | null>): boolean {
  return [...distinct].every((value) => value === null || (value.trim() !== '' && Number.isFinite(Number(value))))
}
