import type { RowsConfig } from '@trainyard/config'
import { openDataset } from '../open.ts'
import { sql } from '../sql.ts'
import { type HandTable, metaData, protocol } from './delta.ts'
import { testServices } from './services.ts'

/** Rows of a source in row order, without our own columns. */
export async function rowsOf({ base }: HandTable, train: RowsConfig) {
  const dataset = await openDataset({ base, train: [train] }, testServices)
  const rows = await dataset.engine.all<Record<string, unknown>>(
    sql`SELECT * EXCLUDE ("rowNumber", "rowFile", "rowInFile", "rowSplit") FROM ${dataset.table} ORDER BY "rowNumber"`,
  )
  await dataset.close()
  return { rows, file: dataset.files[0], dataset }
}

/** Its column `id`, in row order. */
export const ids = async (table: HandTable, train: RowsConfig) => (await rowsOf(table, train)).rows.map(({ id }) => id)
export const info = (time: number) => ({ commitInfo: { timestamp: time, operation: 'WRITE' } })
export const hour = (hours: number) => Date.UTC(2026, 0, 31, hours)
export const remove = (path: string, more: object = {}) => ({
  remove: { path, deletionTimestamp: 0, dataChange: true, ...more },
})
export const range = (first: number, last: number) => sql`SELECT range AS id FROM range(${first}, ${last + 1})`

/** Rows 1–3; then 4; then 4 alone; each an hour after the other. */
export async function threeVersions(table: HandTable) {
  const first = await table.add('b.parquet', range(1, 3))
  const second = await table.add('a.parquet', range(4, 4))
  await table.commits([
    [info(hour(10)), protocol(), metaData({ id: 'long' }), first],
    [info(hour(11)), second],
    [info(hour(12)), remove('b.parquet')],
  ])
}
