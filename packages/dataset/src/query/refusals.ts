import { errorMessage, FaultError, InputError, type Position } from '@trainyard/ports'
import pg from 'pg'
import type { Connection } from './connection.ts'
import type { Query } from './query.ts'

/** What stands before the user's query in ours. The second column keeps a row of one empty value from being an empty line. */
export const before = 'SELECT *, 0 FROM (\n'

/** What went wrong with a query, in our words: never with the connection string, nor with values of rows. */
export function refusal(error: unknown, query: Query, connection: Connection): Error {
  if (error instanceof InputError || error instanceof FaultError) return error
  if (!(error instanceof pg.DatabaseError)) return unreachable(error, connection)
  const { code = '' } = error
  const { variable, user, host } = connection
  if (code.startsWith('28'))
    return new InputError(`PostgreSQL refuses the login of ${user} at ${host}`, {
      remedy: `Check user and password in ${variable}.`,
    })
  if (code.startsWith('3D') || code.startsWith('08'))
    return new InputError(`PostgreSQL at ${host}: ${error.message}`, { remedy: `Check ${variable}.` })
  if (code === '57014') return tooLong(query)
  return refused(error, query)
}

function tooLong({ at, timeoutMs }: Query): InputError {
  return new InputError(`the query took longer than ${timeoutMs / 1000} s`, {
    at,
    remedy: 'Ask for fewer rows, or give it more time by the key timeout beside the query.',
  })
}

/** Messages of class 22 (data exceptions) repeat the value. */
function refused(error: pg.DatabaseError, query: Query): Error {
  const { code = '' } = error
  const at = placeOf(error, query)
  if (code.startsWith('22'))
    return new InputError(`a value cannot be what the query makes of it (SQLSTATE ${code})`, { at })
  if (/^(?:0A|25|42|2F)/.test(code))
    return new InputError(`PostgreSQL refuses the query: ${error.message}`, {
      at,
      remedy: 'It must be one SELECT. Nothing can be written.',
    })
  return new FaultError(`PostgreSQL: ${error.message} (SQLSTATE ${code})`, { cause: error })
}

/** Where in the query's own file the fault stands. */
function placeOf({ position }: pg.DatabaseError, { sql, at }: Query): Position {
  const offset = Number(position) - 1 - before.length
  if (at.key !== undefined || !(offset >= 0 && offset <= sql.length)) return at
  const lines = sql.slice(0, offset).split('\n')
  return { ...at, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

function unreachable(error: unknown, { host, port, variable }: Connection): Error {
  const reason = reasonOf(error)
  const where = host.startsWith('/') ? host : `${host}:${port}`
  if (/certificate|self-signed|altname|SSL/i.test(reason))
    return new InputError(`the connection to ${where} cannot be trusted: ${reason}`, {
      remedy: `Name the certificate of its authority in ${variable}: sslrootcert=FILE. For a server without TLS: sslmode=disable.`,
    })
  return new FaultError(`the database at ${where} cannot be reached: ${reason}`, {
    remedy: `Check host and port in ${variable}, and that this machine may connect.`,
  })
}

function reasonOf(error: unknown): string {
  return error instanceof AggregateError ? reasonOf(error.errors[0]) : errorMessage(error)
}
