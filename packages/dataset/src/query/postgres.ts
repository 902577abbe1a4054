import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ConnectionOptions } from 'node:tls'
import { InputError, isCode } from '@trainyard/ports'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Place } from '../sources/place.ts'
import { progressOf } from '../sources/progress.ts'
import type { AnswerColumn } from './columns.ts'
import type { Connection, Tls } from './connection.ts'
import type { Query } from './query.ts'
import { before, refusal } from './refusals.ts'
import type { CopiedRows } from './store.ts'

/**
 * Copies the rows of a query to a file, as they come: the table is never in memory. One transaction sees one state of the
 * database, and can write nothing.
 * @throws {InputError} where the database refuses login or query
 */
export async function copyRows(query: Query, connection: Connection, file: string, place: Place): Promise<CopiedRows> {
  const client = new pg.Client({ ...(await clientOptions(connection, place.base)) })
  // A connection that breaks is told to whoever waits for an answer.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await begin(client, query.timeoutMs)
    const columns = await describe(client, query)
    const stream = client.query(copyTo(`COPY (${wrapped(query)}) TO STDOUT (FORMAT csv, NULL '\\N')`))
    const progress = progressOf(query.name, place.services)
    await pipeline(stream, counted(progress), createWriteStream(file))
    return { file, columns, rows: stream.rowCount }
  } catch (error) {
    throw refusal(error, query, connection)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function clientOptions({ host, port, user, password, database, tls }: Connection, base: string) {
  return {
    ...{ host, port, user, password: password ?? '', database },
    ssl: await tlsOptions(tls, base),
    application_name: 'trainyard',
    connectionTimeoutMillis: 20_000,
    keepAlive: true,
  }
}

async function tlsOptions({ mode, ca }: Tls, base: string): Promise<ConnectionOptions | false> {
  if (mode === 'off') return false
  return {
    rejectUnauthorized: mode !== 'unverified',
    ...(mode === 'chain' && { checkServerIdentity: () => undefined }),
    ...(ca !== undefined && { ca: await readCertificates(path.resolve(base, ca), ca) }),
  }
}

async function readCertificates(file: string, shown: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    if (isCode(error, 'ENOENT')) throw new InputError(`sslrootcert: no such file: ${shown}`)
    throw error
  }
}

/** Texts of dates and numbers do not depend on the settings of server and role. */
async function begin(client: pg.Client, timeoutMs: number): Promise<void> {
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const settings = {
    statement_timeout: String(Math.ceil(timeoutMs)),
    client_encoding: 'UTF8',
    DateStyle: 'ISO, YMD',
    TimeZone: 'UTC',
    extra_float_digits: '3',
  }
  for (const setting of Object.entries(settings)) await client.query('SELECT set_config($1, $2, true)', setting)
}

/** The query as a part of ours. The extended protocol takes one statement only, so that this must be one SELECT. */
function wrapped({ sql }: Query): string {
  return `${before}${sql.replace(/[;\s]+$/, '')}\n) AS rows`
}

async function describe(client: pg.Client, query: Query): Promise<AnswerColumn[]> {
  const asked = { text: `${wrapped(query)} LIMIT 0`, queryMode: 'extended' as const }
  const { fields } = await client.query(asked)
  const { rows } = await client.query<{ oid: number; typname: string; typtype: string }>(
    'SELECT oid, typname, typtype FROM pg_catalog.pg_type WHERE oid = ANY($1)',
    [fields.map(({ dataTypeID }) => dataTypeID)],
  )
  const types = new Map(rows.map((row) => [row.oid, row]))
  return fields.slice(0, -1).map(({ name, dataTypeID, dataTypeModifier }) => {
    const type = types.get(dataTypeID)
    return { name, type: type?.typname ?? String(dataTypeID), kind: type?.typtype ?? '', modifier: dataTypeModifier }
  })
}

function counted(progress: (bytes: number) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _, done) {
      progress(chunk.length)
      done(null, chunk)
    },
  })
}
