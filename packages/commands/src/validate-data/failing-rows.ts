import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import { type Dataset, join, sql } from '@trainyard/dataset'
import type { FailingRow, FailingRowsSummary } from '@trainyard/evidence'
import { writeFileAtomic } from '@trainyard/ports'
import type { FailingRows, ToldRow, Validation } from '@trainyard/validation'
import { type CsvColumn, csvText } from './csv.ts'

const name = 'failing-rows'
/** Checks whose rows the document shows, and rows that it shows of each; the files have more. */
const mostChecks = 1000
const sampleRows = 5
/** Characters of a value, and of all values of a row, that are told. */
const mostCharacters = { value: 1000, row: 100_000 }

type Failed = Pick<Validation, 'failing' | 'results'>

/**
 * Writes which rows failed which check as CSV and as Parquet, one a line: the file, the row's number in it, its key
 * columns, and the values where they are shown.
 * @returns what the document says of them; undefined where no row failed
 */
export async function writeFailingRows(
  failed: Failed,
  dataset: Pick<Dataset, 'files' | 'engine'>,
  { out, atMost }: { readonly out: string; readonly atMost: number },
): Promise<FailingRowsSummary | undefined> {
  const { failing } = failed
  if (failing.length === 0) return undefined
  const told = sum(failing.map(({ rows }) => rows.length))
  const files = told === 0 ? [] : await writeFiles(failed, dataset, out)
  return {
    files,
    atMost,
    told,
    total: sum(failing.map(({ total }) => total)),
    checks: failing.slice(0, mostChecks).map(({ index, columns, total, rows }) => ({
      result: index,
      columns,
      total,
      sample: rows.slice(0, sampleRows).map((row) => sampleOf(row, dataset)),
    })),
  }
}

/** The engine reads and writes in its own folder alone: both files are made there. */
async function writeFiles(failed: Failed, { files, engine }: Pick<Dataset, 'files' | 'engine'>, out: string) {
  const columns = columnsOf(failed, (row) => files[row.rowFile]?.path ?? '')
  const [csv, parquet] = [`${name}.csv`, `${name}.parquet`]
  const [source, target] = [path.join(engine.folder, csv), path.join(engine.folder, parquet)]
  const rows = failed.failing.flatMap((check) => check.rows.map((row) => ({ check, row })))
  await writeFileAtomic(source, csvText(columns, rows))
  const types = join(columns.map((column) => sql`${column.name}: ${column.type}`))
  await engine.run(
    sql`COPY (SELECT * FROM read_csv(${source}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
      allow_quoted_nulls = false, parallel = false, columns = {${types}}))
      TO ${target} (FORMAT parquet, COMPRESSION zstd)`,
  )
  await copyFile(source, path.join(out, csv))
  await copyFile(target, path.join(out, parquet))
  return [csv, parquet]
}

interface Line {
  readonly check: FailingRows
  readonly row: ToldRow
}

function columnsOf({ failing, results }: Failed, fileOf: (row: ToldRow) => string): CsvColumn<Line>[] {
  const own: CsvColumn<Line>[] = [
    { name: 'check', type: 'BIGINT', value: ({ check }) => check.index + 1 },
    { name: 'expectation', type: 'VARCHAR', value: ({ check }) => check.type },
    {
      name: 'severity',
      type: 'VARCHAR',
      value: ({ check }) => results[check.index]?.expectation_config.severity ?? 'critical',
    },
    { name: 'columns', type: 'VARCHAR', value: ({ check }) => check.columns.join(', ') },
    { name: 'file', type: 'VARCHAR', value: ({ row }) => fileOf(row) },
    { name: 'row', type: 'BIGINT', value: ({ row }) => row.rowInFile },
  ]
  const shown = failing.some(({ rows }) => rows.some(({ values }) => values !== undefined))
  const values: CsvColumn<Line> = { name: 'values', type: 'VARCHAR', value: ({ row }) => listed(row.values) }
  const taken = new Set([...own, values].map((column) => column.name))
  return [...own, ...keyNames(failing).map((key) => keyColumn(key, taken)), ...(shown ? [values] : [])]
}

function keyNames(failing: readonly FailingRows[]): string[] {
  return [...new Set(failing.flatMap(({ rows }) => Object.keys(rows[0]?.keys ?? {})))]
}

/** A key column keeps its name, unless one of ours has it. */
function keyColumn(key: string, taken: ReadonlySet<string>): CsvColumn<Line> {
  const clear = taken.has(key.toLowerCase()) ? `key ${key}` : key
  return { name: clear, type: 'VARCHAR', value: ({ row }) => cut(row.keys[key]) }
}

function listed(values: readonly unknown[] | undefined): string | undefined {
  return values && JSON.stringify(cutAll(values))
}

function sampleOf({ rowFile, rowInFile, keys, values }: ToldRow, { files }: Pick<Dataset, 'files'>): FailingRow {
  const file = files.length > 1 ? files[rowFile]?.path : undefined
  const named = Object.fromEntries(Object.entries(keys).map(([name, value]) => [name, cut(value)]))
  return { ...(file !== undefined && { file }), row: rowInFile, keys: named, ...(values && { values: cutAll(values) }) }
}

function cutAll(values: readonly unknown[]): unknown[] {
  const each = Math.min(mostCharacters.value, Math.floor(mostCharacters.row / Math.max(1, values.length)))
  return values.map((value) => cut(value, each))
}

function cut(value: unknown, most: number = mostCharacters.value): unknown {
  return typeof value === 'string' && value.length > most ? `${value.slice(0, most)}…` : value
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
