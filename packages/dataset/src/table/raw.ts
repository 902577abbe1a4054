import type { ColumnType } from '@trainyard/evidence'
import { parquetRows, pathList } from '../files/parquet.ts'
import type { ScannedFile } from '../files/scan.ts'
import { identifier, join, type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import { groupsOf } from './group.ts'
import { sqlType } from './types.ts'

/** Texts that mean a missing value in CSV and TSV files, quoted or not. */
export const missingTexts = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None'] as const

/** The rows as the files have them: column n is `c<n>`, text unless every file declares its type. A view: nothing is kept. */
export const rawRows = sql`raw_rows`

/** A column of the raw rows. */
export interface RawColumn {
  readonly name: string
  /** Position in the table. */
  readonly index: number
  /** Set where every file declares the same type (Parquet): then the values are typed already. */
  readonly declared?: ColumnType
  /** Some values are quoted text (JSON Lines): then none is taken for a number or a truth value. */
  readonly text?: boolean
}

export function rawName({ index }: RawColumn): Sql {
  return identifier(`c${index}`)
}

/** Makes the view over all files, one after the other. */
export async function viewRaw(
  files: readonly ScannedFile[],
  columns: readonly RawColumn[],
  engine: Engine,
): Promise<void> {
  const parts = groupsOf(files).map((group) => sql`SELECT * FROM ${rawFiles(group.files, columns)}`)
  await engine.run(sql`CREATE VIEW ${rawRows} AS ${join(parts, ' UNION ALL ')}`)
}

/**
 * The raw rows of files that are alike, in their order.
 * @param further more to select, of what the reader gives
 */
export function rawFiles(
  files: readonly ScannedFile[],
  columns: readonly RawColumn[],
  further: readonly Sql[] = [],
): Sql {
  const [head] = files
  if (!head) return sql`(SELECT 1 WHERE false)`
  const values = columns.map((column) => partitionValue(column, files) ?? rawValue(column, head))
  return sql`(SELECT ${join([...values, ...further])} FROM ${reader(head, files, columns)})`
}

/** What the folders of each file say of a column. */
function partitionValue(column: RawColumn, files: readonly ScannedFile[]): Sql | undefined {
  const [head] = files
  if (!head?.partition || !Object.hasOwn(head.partition, column.name)) return undefined
  const texts = files.map(({ partition }) => partition?.[column.name] ?? null)
  const value = texts.every((text) => text === texts[0])
    ? sql`${texts[0] ?? null}::VARCHAR`
    : sql`list_extract([${join(texts.map((text) => sql`${text}`))}], "file_index"::BIGINT + 1)`
  return sql`${value} AS ${rawName(column)}`
}

/** First row of each file, counted from 0 over all files. */
export function firstRows(files: readonly ScannedFile[]): number[] {
  let rows = 0
  return files.map((file) => {
    const first = rows
    rows += file.rows
    return first
  })
}

function rawValue(column: RawColumn, file: ScannedFile): Sql {
  const name = rawName(column)
  if (file.format === 'csv' || file.format === 'tsv') return name
  const value = identifier(column.name)
  if (file.format === 'jsonl')
    return file.columns.includes(column.name) ? sql`(${value}->>'$') AS ${name}` : sql`NULL AS ${name}`
  return sql`${parquetValue(value, file.declared?.get(column.name), column.declared)} AS ${name}`
}

/** NaN is a missing value. FLOAT goes through DOUBLE, so that its text is exact. */
export function parquetValue(value: Sql, type: ColumnType | undefined, declared: ColumnType | undefined): Sql {
  const typed = type === 'number' ? sql`nullif(${value}::DOUBLE, 'NaN'::DOUBLE)` : value
  if (declared === undefined) return sql`${typed}::VARCHAR`
  return sql`${typed}::${sqlType(declared)}`
}

function reader(file: ScannedFile, files: readonly ScannedFile[], columns: readonly RawColumn[]): Sql {
  if (file.format === 'parquet') return parquetRows(file, files)
  const paths = pathList(files)
  if (file.format === 'jsonl') return jsonReader(file, paths)
  const compression = file.gzip ? 'gzip' : 'none'
  const places = new Map(columns.map(({ name }, index) => [name, index]))
  const texts = join(file.columns.map((name) => sql`${`c${places.get(name) ?? -1}`}: 'VARCHAR'`))
  return sql`read_csv(${paths}, auto_detect = false, hive_partitioning = false, header = true, strict_mode = false, quote = '"',
    escape = '"', comment = '', delim = ${file.delimiter ?? ','}, nullstr = ${missing},
    compression = ${compression}, max_line_size = 8400000, columns = {${texts}})`
}

function jsonReader(file: ScannedFile, paths: Sql): Sql {
  const compression = file.gzip ? 'gzip' : 'uncompressed'
  const columns = join(file.columns.map((name) => sql`${name}: 'JSON'`))
  return sql`read_json(${paths}, format = 'newline_delimited', auto_detect = false, hive_partitioning = false,
    compression = ${compression}, maximum_object_size = 8400000, columns = {${columns}})`
}

const missing = sql`[${join(missingTexts.map((text) => sql`${text}`))}]`
