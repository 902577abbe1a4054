import { badRequest } from '../errors.ts'
import { isObject } from '../http/json.ts'
import type { RawTable } from './check.ts'
import { unknownField } from './check.ts'
import type { InputColumn } from './columns.ts'

type Reader = (value: unknown, columns: readonly InputColumn[]) => RawTable

/** The forms of MLflow's scoring server. A body has exactly one of them. */
const forms: Readonly<Record<string, Reader>> = {
  dataframe_split: splitTable,
  dataframe_records: (value, columns) => recordsTable(list(value, 'dataframe_records'), columns),
  instances: (value, columns) => rowsTable(list(value, 'instances'), columns, 'instances'),
  inputs: inputsTable,
}

/**
 * The body of `POST /invocations`.
 * @throws RequestError 400 unless it has exactly one of MLflow's forms
 */
export function mlflowTable(body: unknown, columns: readonly InputColumn[]): RawTable {
  const names = Object.keys(forms)
  if (!isObject(body)) throw badRequest(`the body must be an object with one of ${names.join(', ')}`)
  const given = names.filter((name) => Object.hasOwn(body, name))
  const [name] = given
  const read = name === undefined ? undefined : forms[name]
  if (given.length !== 1 || name === undefined || !read)
    throw badRequest(`the body must have exactly one of ${names.join(', ')}; it has ${given.join(' and ') || 'none'}`)
  const stray = Object.keys(body).find((key) => key !== name && key !== 'params')
  if (stray !== undefined) throw badRequest(unknownField(stray, [...names, 'params']))
  if (isObject(body['params']) && Object.keys(body['params']).length > 0)
    throw badRequest('params: this model takes none')
  return read(body[name], columns)
}

function splitTable(value: unknown): RawTable {
  if (!isObject(value)) throw badRequest('dataframe_split: expected an object with columns and data')
  const names = list(value['columns'], 'dataframe_split.columns').map(String)
  return positional(list(value['data'], 'dataframe_split.data'), names, 'dataframe_split.data')
}

function recordsTable(records: readonly unknown[], columns: readonly InputColumn[]): RawTable {
  const known = columns.map(({ name }) => name)
  records.forEach((record, index) => {
    checkRecord(record, known, index + 1)
  })
  const values = (name: string) => records.map((record) => (isObject(record) ? record[name] : undefined))
  return { rows: records.length, columns: new Map(known.map((name) => [name, values(name)])) }
}

function checkRecord(record: unknown, known: readonly string[], row: number): void {
  if (!isObject(record)) throw badRequest(`row ${row}: expected an object`)
  const unknown = Object.keys(record).find((name) => !known.includes(name))
  if (unknown !== undefined) throw badRequest(`row ${row}, ${unknownField(unknown, known)}`, [unknown])
  const missing = known.find((name) => !Object.hasOwn(record, name))
  if (missing !== undefined) throw badRequest(`row ${row}, field ${missing}: missing`, [missing])
}

/** Rows as objects, or as lists in the model's own order. A model with one column also takes bare values. */
function rowsTable(rows: readonly unknown[], columns: readonly InputColumn[], at: string): RawTable {
  if (isObject(rows[0])) return recordsTable(rows, columns)
  const names = columns.map(({ name }) => name)
  return positional(names.length === 1 ? rows.map((row) => (Array.isArray(row) ? row : [row])) : rows, names, at)
}

/** A list of rows, or one list a column. */
function inputsTable(value: unknown, columns: readonly InputColumn[]): RawTable {
  if (!isObject(value)) return rowsTable(list(value, 'inputs'), columns, 'inputs')
  const entries = Object.entries(value).map(
    ([name, values]) => [name, flatColumn(list(values, `inputs.${name}`))] as const,
  )
  const [first] = entries
  const rows = first?.[1].length ?? 0
  const other = entries.find(([, values]) => values.length !== rows)
  if (other) throw badRequest(`inputs.${other[0]}: ${other[1].length} values where inputs.${first?.[0]} has ${rows}`)
  return { rows, columns: new Map(entries) }
}

/** [[1], [2]] as [1, 2]: a tensor of shape [rows, 1]. */
function flatColumn(values: readonly unknown[]): readonly unknown[] {
  return values.map((value) => (Array.isArray(value) && value.length === 1 ? value[0] : value))
}

function positional(rows: readonly unknown[], names: readonly string[], at: string): RawTable {
  const lists = rows.map((row, index) => {
    if (!Array.isArray(row)) throw badRequest(`${at}, row ${index + 1}: expected a list of ${names.length} values`)
    if (row.length !== names.length)
      throw badRequest(`${at}, row ${index + 1}: expected ${names.length} values, got ${row.length}`)
    return row as readonly unknown[]
  })
  const columns = new Map(names.map((name, index) => [name, lists.map((row) => row[index])]))
  if (columns.size !== names.length) throw badRequest(`${at}: a column is named twice`)
  return { rows: rows.length, columns }
}

function list(value: unknown, at: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw badRequest(`${at}: expected a list`)
}
