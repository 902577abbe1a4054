import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import type { ColumnType } from '@trainyard/evidence'
import { openTable } from '../open.ts'
import { identifier, join, type Sql, sql } from '../sql.ts'
import { testServices } from '../testing/services.ts'

/** What Spark reads of tables that Spark and delta-rs wrote: test/fixtures/delta/make.py. */
const base = 'test/fixtures/delta'
const expected: Readonly<Record<string, readonly Read[]>> = JSON.parse(readFileSync(`${base}/expected.json`, 'utf8'))

interface Read {
  readonly version: number
  readonly columns: readonly (readonly [name: string, type: string])[]
  readonly rows: readonly (readonly unknown[])[]
}

/** Whole numbers, days and microseconds are texts there. */
function shown(name: Sql, type: ColumnType): Sql {
  if (type === 'integer' || type === 'date') return sql`${name}::VARCHAR`
  return type === 'timestamp' ? sql`epoch_us(${name})::VARCHAR` : name
}

async function readTable(name: string) {
  const dataset = await openTable({ base, files: [name] }, testServices)
  const names = dataset.columns.map((column) => column.name)
  const values = dataset.columns.map(({ name, type }) => sql`${shown(identifier(name), type)} AS ${identifier(name)}`)
  const rows = await dataset.engine.all<Record<string, unknown>>(sql`SELECT ${join(values)} FROM ${dataset.table}`)
  await dataset.close()
  return { names, rows: rows.map((row) => names.map((column) => row[column])) }
}

const inOrder = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).sort()

test.each(
  Object.entries(expected).flatMap(([table, reads]) =>
    reads.filter(({ rows }) => rows.length > 0).map((read) => [`${table}@v${read.version}`, read] as const),
  ),
)('%s holds the rows that Spark reads', async (name, { columns, rows }) => {
  const found = await readTable(name)
  expect(found.names).toEqual(columns.map(([column]) => column))
  expect(inOrder(found.rows)).toEqual(inOrder(rows))
})

test('every kind of table is there', () => {
  const kinds = ['vectors', 'partitioned', 'mapped-by-name', 'mapped-by-id', 'widened', 'delta-rs']
  const checkpoints = ['checkpoint-parts', 'checkpoint-v2-json', 'checkpoint-v2-parquet']
  expect(Object.keys(expected).sort()).toEqual([...kinds, ...checkpoints].sort())
})
