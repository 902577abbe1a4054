import type { ColumnType } from '@trainyard/evidence'
import { identifier, join, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import { type RawColumn, rawName, rawRows } from './raw.ts'
import { isWritten } from './types.ts'

/** The narrowest first. `string` takes what no other type takes. */
const candidates: readonly ColumnType[] = ['boolean', 'integer', 'number', 'date', 'timestamp', 'time']
const textual: readonly ColumnType[] = ['date', 'timestamp', 'time']
const firstLook = 1000

/**
 * The narrowest type that every value of a column is written in, over the whole table. The first rows only rule
 * types out early. A column without any value is a string.
 */
export async function inferTypes(columns: readonly RawColumn[], engine: Engine): Promise<Map<string, ColumnType>> {
  const open = columns.filter((column) => column.declared === undefined)
  const all = open.map((column) => ({ column, types: column.text ? textual : candidates }))
  const likely = await fitting(await fitting(all, engine, firstLook), engine)
  const types = new Map(likely.map(({ column, types: [narrowest] }) => [column.name, narrowest ?? 'string']))
  return new Map(columns.map(({ name, declared }) => [name, declared ?? types.get(name) ?? 'string']))
}

interface Candidates {
  readonly column: RawColumn
  readonly types: readonly ColumnType[]
}

async function fitting(asked: readonly Candidates[], engine: Engine, limit?: number): Promise<Candidates[]> {
  const tests = asked.flatMap(({ column, types }, index) =>
    types.map((type) => sql`bool_and(${isWritten(rawName(column), type)}) AS ${identifier(`${index}_${type}`)}`),
  )
  if (tests.length === 0) return [...asked]
  const rows = limit === undefined ? rawRows : sql`(FROM ${rawRows} LIMIT ${limit})`
  const [fits] = await engine.all<Record<string, boolean | null>>(sql`SELECT ${join(tests)} FROM ${rows}`)
  return asked.map(({ column, types }, index) => ({
    column,
    types: types.filter((type) => keeps(fits?.[`${index}_${type}`], limit)),
  }))
}

/** No value at all proves nothing in a first look, and no type in the end. */
function keeps(fit: boolean | null | undefined, limit: number | undefined): boolean {
  return limit === undefined ? fit === true : fit !== false
}
