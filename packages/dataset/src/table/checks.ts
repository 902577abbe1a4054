import type { ColumnDocument, ColumnRole, ColumnType } from '@trainyard/evidence'
import { FaultError, InputError, type Position } from '@trainyard/ports'
import { lineOfRow } from '../files/place.ts'
import type { ScannedFile } from '../files/scan.ts'
import { identifier, join, type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import type { Loaded } from './load.ts'
import { type RawColumn, rawFiles, rawName, rawRows } from './raw.ts'
import { isReadable } from './types.ts'

/** What is checked: the raw rows and the typed ones, their columns, and the files they came from. */
export interface Checked {
  readonly loaded: Loaded
  readonly columns: readonly ColumnDocument[]
  readonly engine: Engine
}

/**
 * Every value is of its column's type; every row has a label and a weight.
 * @throws {InputError} with the file and line of the first value that is not
 */
export async function checkColumns(checked: Checked): Promise<void> {
  await expectTypes(checked)
  for (const column of checked.columns) await roleChecks[column.role]?.(column, checked)
  await expectIndicators(
    checked.columns.filter(({ role }) => role === 'target'),
    checked,
  )
}

const roleChecks: Readonly<Partial<Record<ColumnRole, (column: ColumnDocument, checked: Checked) => Promise<void>>>> = {
  target: refuseMissing,
  weight: async (column, checked) => {
    expectKind(column, ['number', 'integer'], checked)
    await refuseMissing(column, checked)
    const raw = rawOf(column, checked)
    const first = await firstRow(sql`${rawName(raw)}::DOUBLE < 0`, raw, checked)
    if (first) throw new InputError('a weight is negative', { at: { ...first.at, key: column.name } })
  },
  time: async (column, checked) => {
    expectKind(column, ['date', 'timestamp', 'time', 'number', 'integer'], checked)
  },
}

/** Pinned types are not proven yet: one scan finds the columns that break theirs, another the first such row. */
async function expectTypes(checked: Checked): Promise<void> {
  const { loaded, engine } = checked
  const asked = loaded.pinned
    .map((column) => ({ column, type: loaded.types.get(column.name) ?? 'string' }))
    .filter(({ type }) => type !== 'string')
  if (asked.length === 0) return
  const tests = asked.map(
    ({ column, type }, index) => sql`bool_and(${isReadable(textOf(column), type)}) AS ${identifier(`t${index}`)}`,
  )
  const [fits] = await engine.all<Record<string, boolean | null>>(sql`SELECT ${join(tests)} FROM ${rawRows}`)
  const broken = asked.find((_, index) => fits?.[`t${index}`] === false)
  if (broken) throw await wrongType(broken.column, broken.type, checked)
}

async function wrongType(column: RawColumn, type: ColumnType, checked: Checked): Promise<InputError> {
  const first = await firstRow(sql`NOT ${isReadable(textOf(column), type)}`, column, checked)
  return new InputError(`"${first?.text?.slice(0, 40)}" is not of type ${type}`, {
    at: { ...(first?.at ?? { file: '' }), key: column.name },
    remedy: 'Mend the value, or pin another type for the column.',
  })
}

async function refuseMissing(column: ColumnDocument, checked: Checked): Promise<void> {
  if (column.missing === 0) return
  const raw = rawOf(column, checked)
  const first = await firstRow(sql`${rawName(raw)} IS NULL`, raw, checked)
  const rows = column.missing === 1 ? '1 row has' : `${column.missing} rows have`
  throw new InputError(`${rows} no value in the ${column.role} column; this is the first`, {
    at: { ...(first?.at ?? { file: '' }), key: column.name },
    remedy: 'Take these rows out of the data, or give them a value.',
  })
}

/** Of several labels, each column says which rows have one: the first that does not is told. */
async function expectIndicators(labels: readonly ColumnDocument[], checked: Checked): Promise<void> {
  const asked = labels.filter(({ type }) => type !== 'boolean').map((column) => rawOf(column, checked))
  if (labels.length < 2 || asked.length === 0) return
  const tests = asked.map((column, at) => sql`bool_and(${isIndicator(column)}) AS ${identifier(`t${at}`)}`)
  const [fits] = await checked.engine.all<Record<string, boolean | null>>(sql`SELECT ${join(tests)} FROM ${rawRows}`)
  const broken = asked.find((_, at) => fits?.[`t${at}`] === false)
  if (!broken) return
  const first = await firstRow(sql`NOT ${isIndicator(broken)}`, broken, checked)
  throw new InputError('a label is neither 0 nor 1, and data.target names several', {
    at: { ...(first?.at ?? { file: '' }), key: broken.name },
    remedy: 'Make a column of 0 and 1, or true and false, for each label; or name one target.',
  })
}

function isIndicator(column: RawColumn): Sql {
  return sql`coalesce(TRY_CAST(${textOf(column)} AS DOUBLE) IN (0, 1), FALSE)`
}

/** Times are ordered and weights counted, so text will not do. */
function expectKind({ name, type, role }: ColumnDocument, kinds: readonly ColumnType[], { loaded }: Checked): void {
  if (kinds.includes(type)) return
  throw new InputError(`the ${role} column holds values of type ${type}`, {
    at: { file: loaded.files[0]?.path ?? '', key: name },
    remedy: `It must be of type ${kinds.join(', ')}.`,
  })
}

function rawOf({ name }: ColumnDocument, { loaded }: Checked): RawColumn {
  const raw = loaded.columns.find((column) => column.name === name)
  if (!raw) throw new FaultError(`the column ${name} was not loaded`)
  return raw
}

function textOf(column: RawColumn): Sql {
  return sql`${rawName(column)}::VARCHAR`
}

interface Found {
  readonly at: Position
  readonly text: string | null
}

/** The first row of all files that meets a condition, and its text in a column. */
async function firstRow(where: Sql, column: RawColumn, { loaded, engine }: Checked): Promise<Found | undefined> {
  for (const file of loaded.files) {
    const numbered = sql`(SELECT *, row_number() OVER () AS place FROM ${rawFiles([file], loaded.columns)})`
    const [found] = await engine.all<{ row: number | null; text: string | null }>(
      sql`SELECT min(place) AS row, arg_min(${textOf(column)}, place) AS text FROM ${numbered} WHERE ${where}`,
    )
    if (found && found.row !== null) return { at: await positionOf(file, found.row), text: found.text }
  }
  return undefined
}

async function positionOf(file: ScannedFile, row: number): Promise<Position> {
  const line = await lineOfRow(file, row)
  return { file: file.path, ...(line !== undefined && { line }) }
}
