import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { QueryConfig } from '@trainyard/config'
import { InputError, isCode, sha256 } from '@trainyard/ports'
import type { SourceFile } from '../files/source.ts'
import type { Place } from '../sources/place.ts'
import { parseConnection } from './connection.ts'
import type { Query } from './query.ts'
import { storeRows } from './store.ts'

/**
 * The rows of a query, in a file of the engine's folder. They are put in the order of all their columns: a database gives
 * them in any order, and the same rows must be the same data.
 * @throws {InputError} for a connection that is not there or refused, and for a query that is refused
 */
export async function runQuery(config: QueryConfig, place: Place): Promise<SourceFile[]> {
  const { connection: variable, timeoutMs } = config
  const query = await readQuery(config, place)
  const connection = parseConnection(place.services.env[variable], variable)
  for (const secret of connection.secrets) place.services.log.mask(secret)
  const { copyRows } = await import('./postgres.ts')
  const target = path.join(place.engine.folder, `query-${place.split ?? 'train'}`)
  const copied = await copyRows(query, connection, `${target}.csv`, place)
  const known = await storeRows(copied, { query, file: `${target}.parquet` }, place.engine)
  const document = { sql: query.sql, sha256: sha256(query.sql), connection: variable, timeoutMs }
  const { split } = place
  const file = { absolute: `${target}.parquet`, format: 'parquet', gzip: false } as const
  return [{ ...file, path: query.name, known, query: document, ...(split && { split }) }]
}

async function readQuery({ query, timeoutMs }: QueryConfig, { base, split = 'train' }: Place): Promise<Query> {
  const key = `data.${split}.query`
  if (typeof query === 'string') return { sql: query, name: key, at: { file: 'trainyard.yml', key }, timeoutMs }
  const { file } = query
  try {
    return { sql: await readFile(path.resolve(base, file), 'utf8'), name: file, at: { file }, timeoutMs }
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
    throw new InputError(`no such file: ${file}`, { at: { file: 'trainyard.yml', key: `${key}-file` } })
  }
}
