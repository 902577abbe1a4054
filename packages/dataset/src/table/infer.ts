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

/**
 * The narrowest type that every value of a column is written in, over the whole table. The first rows only rule
 * types out early, unless they are all there are. A column without any value is a string.
 */
export async function inferTypes(columns: readonly RawColumn[], engine: Engine): Promise<Map<string, ColumnType>> {
  const open = columns.filter((column) => column.declared === undefined)
  const all = open.map((column) => ({ column, types: column.text ? textual : candidates }))
  const whole = await isShort(engine)
  const first = await fittingFirst(all, whole, engine)
  const likely = whole ? first : await fittingNarrowest(first, engine)
  const types = new Map(likely.map(({ column, types: [narrowest] }) => [column.name, narrowest ?? 'string']))
  return new Map(columns.map(({ name, declared }) => [name, declared ?? types.get(name) ?? 'string']))
}

interface Candidates {
  readonly column: RawColumn
  readonly types: readonly ColumnType[]
}

/** Whether the first look sees every row. */
async function isShort(engine: Engine): Promise<boolean> {
  const [counted] = await engine.all<{ rows: number }>(
    sql`SELECT count(*) AS rows FROM (SELECT 1 FROM ${rawRows} LIMIT ${firstLook + 1})`,
  )
  return Number(counted?.rows) <= firstLook
}

/**
 * The first rows, cell by cell: however many columns there are, each pattern is compiled once. No value at all proves
 * nothing yet where there are more rows.
 */
async function fittingFirst(asked: readonly Candidates[], whole: boolean, engine: Engine): Promise<Candidates[]> {
  if (asked.length === 0) return []
  const rows = sql`(FROM ${rawRows} LIMIT ${firstLook})`
  const fits = await fitsByPlace(
    asked.map(({ column }) => column),
    { rows, types: candidates },
    engine,
  )
  return asked.map(({ column, types }, index) => {
    const fit = fits.get(index)
    return { column, types: types.filter((type) => (whole ? fit?.[type] === true : fit?.[type] !== false)) }
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
