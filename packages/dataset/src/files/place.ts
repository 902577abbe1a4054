import { lineOfCsvRow } from './csv.ts'
import { lineOfJsonRow } from './jsonl.ts'
import type { SourceFile } from './source.ts'

/** Line at which a data row (counted from 1) begins; Parquet files have no lines, there it is the row. */
export async function lineOfRow(file: SourceFile, row: number): Promise<number | undefined> {
  if (file.format === 'parquet') return row
  return file.format === 'jsonl' ? lineOfJsonRow(file, row) : lineOfCsvRow(file, row)
}
