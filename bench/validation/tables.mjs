// The tables, the same in every run: DuckDB's hash of the row number is the only source of chance.
import { DuckDBInstance } from '@duckdb/node-api'

const draw = (salt, below) => `(hash(i * 31 + ${salt}) % ${below})::INTEGER`
const colour = (salt) => `['red', 'green', 'blue', 'grey', 'black'][${draw(salt, 5)} + 1]`

/** Ten columns: whole numbers, decimals, text of few and of many values, a flag, a time, one with nulls. */
const narrow = (rows) => `SELECT i AS id, ${draw(1, 100_000)} / 100.0 AS amount, ${draw(2, 10_000)} / 100.0 AS score,
  ${draw(3, 80)} + 18 AS age, ${colour(4)} AS colour, 'user' || ${draw(5, 1_000_000)} || '@mail.example' AS email,
  ${draw(6, 2)} = 0 AS active, TIMESTAMP '2024-01-01' + to_seconds(${draw(7, 31_536_000)}) AS seen,
  CASE WHEN ${draw(8, 20)} > 0 THEN ${draw(9, 1000)} / 10.0 END AS income, ${draw(10, 1000)} AS shop
  FROM range(${rows}) AS numbers(i)`

const wide = (rows) => {
  const columns = Array.from(
    { length: 20 },
    (_, index) => `${index < 14 ? `${draw(index, 1000)}` : colour(index)} AS c${index}`,
  )
  return `SELECT ${columns.join(', ')} FROM range(${rows}) AS numbers(i)`
}

/** About what a row of the narrow table takes as CSV. */
const bytesOfRow = 80

export const writeNarrow = (file, rows) => copy(narrow(rows), file, 'FORMAT parquet')
export const writeWide = (file, rows) => copy(wide(rows), file, 'FORMAT parquet')
export const writeCsv = (file, bytes) => copy(narrow(Math.round(bytes / bytesOfRow)), file, 'FORMAT csv, HEADER')

async function copy(query, file, form) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (${query}) TO '${file}' (${form})`)
  connection.closeSync()
  instance.closeSync()
  return file
}
