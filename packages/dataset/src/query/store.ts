import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { FaultError, InputError } from '@trainyard/ports'
import { checkHeader } from '../files/header.ts'
import { identifier, join, type Sql, sql } from '../sql.ts'
import type { Engine } from '../types.ts'
import { type AnswerColumn, columnType } from './columns.ts'
import type { Query } from './query.ts'

/** Rows as `COPY … (FORMAT csv, NULL '\N')` wrote them to a file, with a column of ours behind them. */
export interface CopiedRows {
  readonly file: string
  readonly columns: readonly AnswerColumn[]
  readonly rows: number
}

interface Stored {
  readonly query: Query
  /** Parquet file that is written. */
  readonly file: string
}

const table = sql`"query_rows"`

/**
 * Writes copied rows as Parquet, sorted by all columns from the first to the last. The copy is removed.
 * @returns sha256 of the names and types of the columns and of the sorted rows as CSV, and the size of that CSV
 * @throws {InputError} for columns and values that cannot be used
 */
export async function storeRows(copied: CopiedRows, { query, file }: Stored, engine: Engine) {
  const { columns } = copied
  checkHeader(
    { path: query.name, format: 'parquet' },
    columns.map(({ name }) => name),
  )
  const types = columns.map((column) => columnType(column, query))
  await expectValues(copied, types, { query, engine })
  const values = columns.map(
    ({ name }, index) => sql`${cell(index)}::${types[index] ?? sql`VARCHAR`} AS ${identifier(name)}`,
  )
  await engine.run(sql`CREATE TABLE ${table} AS SELECT ${join(values)} FROM ${reader(copied)} ORDER BY ALL`)
  await rm(copied.file)
  await engine.run(sql`COPY ${table} TO ${file} (FORMAT parquet)`)
  const text = `${copied.file}.sorted`
  await engine.run(sql`COPY ${table} TO ${text} (FORMAT csv, HEADER false, NULLSTR '\\N')`)
  await engine.run(sql`DROP TABLE ${table}`)
  const head = columns.map(({ name }, index) => [name, types[index]?.text])
  const known = { sha256: await digest(JSON.stringify(head), text), bytes: (await stat(text)).size }
  await rm(text)
  return known
}

/** Values that DuckDB does not hold: infinite dates, years before Christ, 24:00. */
async function expectValues(
  copied: CopiedRows,
  types: readonly Sql[],
  { query, engine }: Pick<Stored, 'query'> & { engine: Engine },
) {
  const bad = copied.columns.map((_, index) => {
    const type = types[index] ?? sql`VARCHAR`
    const value = sql`TRY_CAST(${cell(index)} AS ${type})`
    const dated = ['DATE', 'TIMESTAMP', 'TIMESTAMPTZ'].includes(type.text)
    const unfit = dated ? sql`(${value} IS NULL OR NOT isfinite(${value}))` : sql`${value} IS NULL`
    return sql`count(*) FILTER (${cell(index)} IS NOT NULL AND ${unfit}) AS ${identifier(`b${index}`)}`
  })
  const [row] = await engine.all<Record<string, number>>(
    sql`SELECT count(*) AS rows, ${join(bad)} FROM ${reader(copied)}`,
  )
  if (row?.['rows'] !== copied.rows)
    throw new FaultError(`the database gave ${copied.rows} rows, and ${row?.['rows']} were read`)
  const index = copied.columns.findIndex((_, at) => (row[`b${at}`] ?? 0) > 0)
  const column = copied.columns[index]
  if (!column) return
  const count = row[`b${index}`] ?? 0
  throw new InputError(
    `${count === 1 ? '1 value' : `${count} values`} of the column ${column.name} cannot be held as ${types[index]?.text}`,
    {
      at: query.at,
      remedy: 'Infinite dates, years before 1 and 24:00 cannot be read. Select something else for them.',
    },
  )
}

function reader({ file, columns }: CopiedRows): Sql {
  const texts = join([...columns, 'of ours'].map((_, index) => sql`${`c${index}`}: 'VARCHAR'`))
  return sql`read_csv(${file}, auto_detect = false, header = false, quote = '"', escape = '"', delim = ',', comment = '',
    nullstr = '\\N', allow_quoted_nulls = false, new_line = '\\n', max_line_size = 8400000, columns = {${texts}})`
}

function cell(index: number): Sql {
  return identifier(`c${index}`)
}

async function digest(head: string, file: string): Promise<string> {
  const hash = createHash('sha256').update(head)
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}
