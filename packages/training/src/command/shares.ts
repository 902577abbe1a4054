import path from 'node:path'
import { type Dataset, identifier, join, literal, sql } from '@trainyard/dataset'
import type { ShareFormat } from '../types.ts'

/** Columns that only we have. */
const own = ['rowNumber', 'rowFile', 'rowInFile', 'rowSplit']

/** Writes a share as a file of its own, without the columns that are ignored. @returns its path */
export async function writeShare(
  { engine, table, columns }: Dataset,
  split: 'train' | 'validation',
  folder: string,
  format: ShareFormat,
): Promise<string> {
  const file = path.join(folder, `${split}.${format}`)
  const ignored = columns.filter(({ role }) => role === 'ignore').map(({ name }) => name)
  const without = join([...own, ...ignored].map(identifier))
  const how = format === 'csv' ? sql`(FORMAT csv, HEADER true)` : sql`(FORMAT parquet)`
  await engine.run(
    sql`COPY (SELECT * EXCLUDE (${without}) FROM ${table} WHERE "rowSplit" = ${split}) TO ${literal(file)} ${how}`,
  )
  return file
}
