import { readFileSync } from 'node:fs'
import type { SqlScalar } from '@trainyard/dataset'
import type { ColumnType } from '@trainyard/evidence'
import { withInfinities } from '../suite/json.ts'
import type { Column } from '../testing/table.ts'

/** A case that Great Expectations publishes: what is asked of which table, and what comes of it. */
export interface Case {
  readonly id: string
  readonly expectation: string
  readonly title: string
  readonly dataset: string
  readonly in: Readonly<Record<string, unknown>>
  readonly out: Readonly<Record<string, unknown>>
  readonly exact_match_out: boolean
  readonly tolerance?: number
}

type Data = Readonly<Record<string, readonly SqlScalar[]>>

interface NamedData {
  readonly dataset_name: string
  readonly data: Data
}

interface Published {
  readonly data: Data | readonly NamedData[]
  readonly schemas: { readonly pandas?: Readonly<Record<string, string>> }
}

/** Tables of one data set, by name; the first is the one that is checked. */
export type Tables = Readonly<Record<string, Readonly<Record<string, Column>>>>

const file = new URL('../../../../test/fixtures/great-expectations/great-expectations-1.2.0.json', import.meta.url)

/** Reads the published cases, and the tables they are about as pandas would hold them. */
export function readCases(): { readonly cases: readonly Case[]; readonly tables: ReadonlyMap<string, Tables> } {
  const read: { cases: readonly Case[]; datasets: Record<string, Published> } = JSON.parse(
    withInfinities(readFileSync(file, 'utf8')),
  )
  const tables = Object.entries(read.datasets).map(([name, { data, schemas }]) => {
    const named = Array.isArray(data) ? data : [{ dataset_name: name, data }]
    return [
      name,
      Object.fromEntries(named.map((one: NamedData) => [one.dataset_name, tableOf(one.data, schemas.pandas)])),
    ] as const
  })
  return { cases: read.cases, tables: new Map(tables) }
}

/** Expectations on rows are also told which column names a row, as Great Expectations' own runner does. */
function tableOf(data: Data, types: Readonly<Record<string, string>> = {}): Readonly<Record<string, Column>> {
  const rows = Math.max(0, ...Object.values(data).map((values) => values.length))
  const columns = Object.entries(data).map(([name, values]) => [name, columnOf(values, types[name] ?? '')] as const)
  return {
    ...Object.fromEntries(columns),
    pk_index: ['integer', Array.from({ length: rows }, (_, row) => row), 'ignore'],
  }
}

function columnOf(values: readonly SqlScalar[], pandas: string): Column {
  if (pandas.startsWith('datetime')) return ['timestamp', values.map(instant)]
  const type = pandas === 'int' ? 'integer' : typeOf(values.filter((value) => value !== null))
  return [type, type === 'string' ? values.map((value) => (value === null ? null : String(value))) : values]
}

function typeOf(values: readonly SqlScalar[]): ColumnType {
  if (values.length === 0 || values.some((value) => typeof value === 'string')) return 'string'
  if (values.every((value) => typeof value === 'boolean')) return 'boolean'
  return values.every((value) => Number.isInteger(value)) ? 'integer' : 'number'
}

function instant(value: SqlScalar): SqlScalar {
  return typeof value === 'string' ? new Date(`${value.replace('T', ' ')}Z`).toISOString().slice(0, 19) : null
}
