import type { DuckDBModule } from '@trainyard/native'
import { errorMessage } from '@trainyard/ports'
import { plainRow } from './plain.ts'
import { identifier, type Sql, sql } from './sql.ts'

type Connection = Awaited<ReturnType<InstanceType<DuckDBModule['DuckDBInstance']>['connect']>>

/** A query that a user wrote. */
export interface WrittenQuery {
  readonly text: string
  /** What it may select from, by name. */
  readonly views: Readonly<Record<string, Sql>>
  /** Rows that are fetched, at most. */
  readonly limit: number
  readonly timeoutMs: number
}

export type Selected =
  | { readonly ok: true; readonly total: number; readonly rows: readonly Readonly<Record<string, unknown>>[] }
  | { readonly ok: false; readonly message: string }

/** DuckDB's number for a statement that selects. */
const selecting = 1

/**
 * Runs a query that a user wrote: one statement, which selects and nothing else, in a transaction that cannot write. The
 * engine has to be locked already, so that no file and no network is within reach. Beside conditions, which
 * are checked in condition/, this is the only place where SQL is run that was not built by `sql`.
 */
export async function select(connection: Connection, query: WrittenQuery): Promise<Selected> {
  try {
    for (const [name, relation] of Object.entries(query.views)) {
      await connection.run(sql`CREATE TEMP VIEW ${identifier(name)} AS SELECT * FROM ${relation}`.text)
    }
    const refusal = await refusalOf(connection, query.text)
    return refusal === undefined ? await inTime(connection, query) : { ok: false, message: refusal }
  } catch (error) {
    return {
      ok: false,
      message:
        errorMessage(error)
          .replace(/^Error: /, '')
          .split('\n')[0] ?? '',
    }
  }
}

async function refusalOf(connection: Connection, text: string): Promise<string | undefined> {
  const statements = await connection.extractStatements(text)
  if (statements.count !== 1) return `the query must be one statement, not ${statements.count}`
  const prepared = await statements.prepare(0)
  try {
    if (prepared.statementType !== selecting) return 'the query must select, and do nothing else'
    return prepared.parameterCount > 0 ? 'the query must have no parameters' : undefined
  } finally {
    prepared.destroySync()
  }
}

async function inTime(connection: Connection, query: WrittenQuery): Promise<Selected> {
  let late = false
  const timer = setTimeout(() => {
    late = true
    connection.interrupt()
  }, query.timeoutMs)
  try {
    return await run(connection, query)
  } catch (error) {
    if (late) return { ok: false, message: `the query took more than ${query.timeoutMs / 1000} s` }
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** A line comment may end the text, so that what follows is on a line of its own. */
async function run(connection: Connection, { text, limit }: WrittenQuery): Promise<Selected> {
  await connection.run('BEGIN TRANSACTION READ ONLY')
  const counted = await connection.runAndReadAll(`SELECT count(*) AS "total" FROM (\n${text}\n)`)
  const found = await connection.runAndReadAll(`SELECT * FROM (\n${text}\n) LIMIT ${limit}`)
  const total = Number(counted.getRowObjectsJS()[0]?.['total'] ?? 0)
  return { ok: true, total, rows: found.getRowObjectsJS().map(plainRow) }
}
