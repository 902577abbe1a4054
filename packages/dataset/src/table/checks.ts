import type { ColumnDocument } from '@trainyard/evidence'
import { InputError, type Position } from '@trainyard/ports'
import { lineOfRow } from '../files/place.ts'
import { identifier, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import type { Loaded } from './load.ts'
import { type PlacedFile, type RawColumn, rawName, rawTable } from './raw.ts'
import { isWritten } from './types.ts'

/** What is checked: the raw table, its columns, and the files it came from. */
export interface Checked {
  readonly loaded: Loaded
  readonly columns: readonly ColumnDocument[]
  readonly placed: readonly PlacedFile[]
  readonly engine: Engine
}

/**
 * Every value is of its column's type; every row has a target, and a time where the split needs one.
 * @throws {InputError} with the file and line of the first value that is not
 */
export async function checkColumns(checked: Checked): Promise<void> {
  await expectRowsAtAll(checked)
  for (const column of checked.loaded.columns) await expectType(column, checked)
  for (const column of checked.columns) {
    if ((column.role === 'target' || column.role === 'time') && column.missing > 0) await refuseMissing(column, checked)
  }
}

async function expectRowsAtAll({ placed }: Checked): Promise<void> {
  const empty = placed.find(({ file }) => file.rows === 0)
  if (!empty) return
  throw new InputError('this file has a header and no rows', { at: { file: empty.file.path } })
}

async function expectType(column: RawColumn, { loaded, placed, engine }: Checked): Promise<void> {
  const type = loaded.types.get(column.name) ?? 'string'
  if (type === 'string' || column.declared === type) return
  const value = sql`${rawName(column)}::VARCHAR`
  const [wrong] = await engine.all<RowPlace & { value: string }>(
    sql`SELECT f, r, ${value} AS value FROM ${rawTable} WHERE NOT ${isWritten(value, type)} ORDER BY n LIMIT 1`,
  )
  if (!wrong) return
  throw new InputError(`"${wrong.value.slice(0, 40)}" is not of type ${type}`, {
    at: { ...(await positionOf(wrong, placed)), key: column.name },
    remedy: 'Mend the value, or leave the type out of data.types.',
  })
}

async function refuseMissing(column: ColumnDocument, { loaded, placed, engine }: Checked): Promise<void> {
  const raw = loaded.columns.find(({ name }) => name === column.name)
  const name = raw ? rawName(raw) : identifier(column.name)
  const [first] = await engine.all<RowPlace>(sql`SELECT f, r FROM ${rawTable} WHERE ${name} IS NULL ORDER BY n LIMIT 1`)
  const rows = column.missing === 1 ? '1 row has' : `${column.missing} rows have`
  throw new InputError(`${rows} no value in the ${column.role} column; this is the first`, {
    at: {
      ...(first && (await positionOf(first, placed))),
      file: placed[first?.f ?? 0]?.file.path ?? '',
      key: column.name,
    },
    remedy: 'Take these rows out of the data, or give them a value.',
  })
}

interface RowPlace {
  /** Index of the file. */
  readonly f: number
  /** Row in the file, from 1. */
  readonly r: number
}

async function positionOf({ f, r }: RowPlace, placed: readonly PlacedFile[]): Promise<Position> {
  const file = placed.find(({ index }) => index === f)?.file
  if (!file) return { file: '' }
  const line = await lineOfRow(file, r)
  return { file: file.path, ...(line !== undefined && { line }) }
}
