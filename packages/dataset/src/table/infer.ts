import type { ColumnType } from '@trainyard/evidence'
import { identifier, join, type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import { cellsOf } from './cells.ts'
import { type RawColumn, rawName, rawRows } from './raw.ts'
import { isWritten } from './types.ts'

/** The narrowest first. `string` takes what no other type takes. */
const candidates: readonly ColumnType[] = ['boolean', 'integer', 'number', 'date', 'timestamp', 'time']
const textual: readonly ColumnType[] = ['date', 'timestamp', 'time']
const firstLook = 1000

/** What the types of columns seem to be. */
export interface Inferred {
  readonly types: ReadonlyMap<string, ColumnType>
  /** Columns that the first rows alone speak for: who reads every row has to prove each value, or to ask `inferWhole`. */
  readonly unproven: readonly RawColumn[]
}

/** Columns whose values one query proves while it does something else. */
export const provedBeside = 64

/**
 * The narrowest type that every value of a column is written in. Where the first rows are not all there are, they only rule
 * types out: what is left over them is nearly always right for all, and proven by whoever reads all rows next. Columns
 * without a value among them are looked through at once, as are all of a table with very many.
 * @param rows of the whole table
 */
export async function inferTypes(columns: readonly RawColumn[], rows: number, engine: Engine): Promise<Inferred> {
  const all = asked(columns)
  const whole = rows <= firstLook
  const first = await fittingFirst(all, whole, engine)
  if (whole) return { types: typesOf(columns, first), unproven: [] }
  const likely = first.filter(({ seen }) => seen)
  const later = likely.length <= provedBeside ? likely : []
  const now = first.filter((entry) => !later.includes(entry))
  const types = typesOf(columns, [...later, ...(await fittingNarrowest(now, engine))])
  const unproven = later.filter(({ types: [narrowest] }) => narrowest !== undefined)
  return { types, unproven: unproven.map(({ column }) => column) }
}

/** The same over the whole table. A column without any value is a string. */
export async function inferWhole(
  columns: readonly RawColumn[],
  engine: Engine,
): Promise<ReadonlyMap<string, ColumnType>> {
  const first = await fittingFirst(asked(columns), false, engine)
  return typesOf(columns, await fittingNarrowest(first, engine))
}

function asked(columns: readonly RawColumn[]): readonly Candidates[] {
  const open = columns.filter((column) => column.declared === undefined)
  return open.map((column) => ({ column, types: column.text ? textual : candidates }))
}

function typesOf(columns: readonly RawColumn[], found: readonly Candidates[]): ReadonlyMap<string, ColumnType> {
  const types = new Map(found.map(({ column, types: [narrowest] }) => [column.name, narrowest ?? 'string']))
  return new Map(columns.map(({ name, declared }) => [name, declared ?? types.get(name) ?? 'string']))
}

interface Candidates {
  readonly column: RawColumn
  readonly types: readonly ColumnType[]
}

interface SeenCandidates extends Candidates {
  /** Some value was looked at. */
  readonly seen: boolean
}

/**
 * The first rows, cell by cell: however many columns there are, each pattern is compiled once. No value at all proves
 * nothing yet where there are more rows.
 */
async function fittingFirst(asked: readonly Candidates[], whole: boolean, engine: Engine): Promise<SeenCandidates[]> {
  if (asked.length === 0) return []
  const rows = sql`(FROM ${rawRows} LIMIT ${firstLook})`
  const fits = await fitsByPlace(
    asked.map(({ column }) => column),
    { rows, types: candidates },
    engine,
  )
  return asked.map(({ column, types }, index) => {
    const fit = fits.get(index)
    const left = types.filter((type) => (whole ? fit?.[type] === true : fit?.[type] !== false))
    return { column, types: left, seen: candidates.some((type) => typeof fit?.[type] === 'boolean') }
  })
}

interface Fits extends Readonly<Partial<Record<ColumnType, boolean | null>>> {
  readonly place: number
}

/** Which types hold for all values of each column, by its place: each pattern is compiled once, however many columns there are. */
async function fitsByPlace(
  columns: readonly RawColumn[],
  { rows, types }: { readonly rows: Sql; readonly types: readonly ColumnType[] },
  engine: Engine,
): Promise<ReadonlyMap<number, Fits>> {
  const tests = types.map((type) => sql`bool_and(${isWritten(sql`value`, type)}) AS ${identifier(type)}`)
  const cells = cellsOf(columns.map(rawName), rows)
  const found = await engine.all<Fits>(sql`SELECT place, ${join(tests)} FROM ${cells} GROUP BY place`)
  return new Map(found.map((fits) => [Number(fits.place), fits]))
}

/** The narrowest type of the first rows nearly always holds for all: the others are asked about only where it does not. */
async function fittingNarrowest(asked: readonly Candidates[], engine: Engine): Promise<Candidates[]> {
  const narrow = await fitting(
    asked.map(({ column, types }) => ({ column, types: types.slice(0, 1) })),
    engine,
  )
  const refuted = asked.filter((_, index) => narrow[index]?.types.length === 0)
  const others = await fitting(
    refuted.map(({ column, types }) => ({ column, types: types.slice(1) })),
    engine,
  )
  const wider = new Map(others.map((entry) => [entry.column, entry]))
  return narrow.map((entry) => wider.get(entry.column) ?? entry)
}

/** Columns whose patterns the engine compiles quickly: its time grows with their square. */
const testedAtOnce = 64

/** Few columns are asked about side by side; many by their cells, those of each type together. */
async function fitting(asked: readonly Candidates[], engine: Engine): Promise<Candidates[]> {
  if (asked.length <= testedAtOnce) return fittingSome(asked, engine)
  const held = new Map<RawColumn, ColumnType[]>(asked.map(({ column }) => [column, []]))
  for (const type of candidates) {
    const columns = asked.flatMap((entry) => (entry.types.includes(type) ? [entry.column] : []))
    if (columns.length === 0) continue
    const fits = await fitsByPlace(columns, { rows: rawRows, types: [type] }, engine)
    for (const [place, column] of columns.entries()) if (fits.get(place)?.[type] === true) held.get(column)?.push(type)
  }
  return asked.map(({ column }) => ({ column, types: held.get(column) ?? [] }))
}

async function fittingSome(asked: readonly Candidates[], engine: Engine): Promise<Candidates[]> {
  const tests = asked.flatMap(({ column, types }, index) =>
    types.map((type) => sql`bool_and(${isWritten(rawName(column), type)}) AS ${identifier(`${index}_${type}`)}`),
  )
  if (tests.length === 0) return [...asked]
  const [fits] = await engine.all<Record<string, boolean | null>>(sql`SELECT ${join(tests)} FROM ${rawRows}`)
  return asked.map(({ column, types }, index) => ({
    column,
    types: types.filter((type) => fits?.[`${index}_${type}`] === true),
  }))
}
