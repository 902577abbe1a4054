// The sixteen checks as one query that somebody has written by hand.
import { DuckDBInstance } from '@duckdb/node-api'

const [file] = process.argv.slice(2)
const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
const columns = await connection.runAndReadAll(`DESCRIBE FROM '${file}'`)
const reader = await connection.runAndReadAll(`SELECT count(*), count(id), count(income),
  count(*) FILTER (WHERE amount < 0 OR amount > 1000), count(*) FILTER (WHERE age < 18 OR age > 97),
  count(*) FILTER (WHERE colour NOT IN ('red', 'green', 'blue', 'grey', 'black')),
  count(*) FILTER (WHERE NOT regexp_matches(email, '^user\\d+@mail\\.example$')),
  count(*) FILTER (WHERE length(email) NOT BETWEEN 10 AND 40),
  avg(score), median(income), stddev_samp(score), min(amount), max(age), count(DISTINCT shop) FROM '${file}'`)
console.log(columns.getRows().length, reader.getRowsJson()[0].join(' '))
