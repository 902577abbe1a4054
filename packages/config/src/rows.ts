import type { Contradiction } from './contradiction.ts'
import type { RawRows, RawSource } from './raw.ts'
import { asMap } from './schema/node.ts'
import type { RowsConfig } from './types/config.ts'

/** Where rows come from, short forms made long. */
export function shapedRows(raw: RawRows): readonly RowsConfig[] {
  if (typeof raw === 'string') return [raw]
  return isList(raw) ? raw : [shapedSource(raw)]
}

function shapedSource({ partitions, format, connection = '', timeout, ...rest }: RawSource): RowsConfig {
  const { query, 'query-file': file = '', files, delta, version, timestamp, dvc } = rest
  if (delta !== undefined)
    return { delta, ...(version !== undefined && { version }), ...(timestamp !== undefined && { timestamp }) }
  if (dvc !== undefined) return { dvc, partitions, ...(files && { files: [files].flat() }), ...(format && { format }) }
  if (connection === '') return { files: [files ?? []].flat(), partitions, ...(format && { format }) }
  return { query: query ?? { file }, connection, timeoutMs: timeout }
}

function isList(raw: readonly string[] | RawSource): raw is readonly string[] {
  return Array.isArray(raw)
}

/** Keys that say what the rows are: a map has exactly one of them. */
const kinds = ['dvc', 'files', 'delta', 'query', 'query-file'] as const

/** Further keys, and the kinds that they go with. */
const companions: Readonly<Record<string, readonly string[]>> = {
  partitions: ['files', 'dvc'],
  format: ['files', 'dvc'],
  version: ['delta'],
  timestamp: ['delta'],
  connection: ['query', 'query-file'],
  timeout: ['query', 'query-file'],
}

/** What is wrong with the long form of `data.train`, `data.validation` and `data.test`. */
export function rowsContradictions(data: Readonly<Record<string, unknown>>): readonly Contradiction[] {
  return ['train', 'validation', 'test'].flatMap((share) => {
    const source = asMap(data[share])
    return source ? sourceContradictions(source, ['data', share]) : []
  })
}

function sourceContradictions(
  source: Readonly<Record<string, unknown>>,
  path: readonly string[],
): readonly Contradiction[] {
  const [kind, other] = kinds.filter((key) => source[key] !== undefined && !(key === 'files' && source['dvc']))
  if (kind === undefined) {
    return [{ path, message: 'says nothing of where the rows are', remedy: `Give it one of ${kinds.join(', ')}.` }]
  }
  if (other !== undefined)
    return [{ path: [...path, other], message: `cannot stand beside ${kind}`, remedy: 'Keep one of them.' }]
  const stray = Object.keys(source).find((key) => companions[key]?.includes(kind) === false)
  if (stray !== undefined)
    return [{ path: [...path, stray], message: `has no meaning with ${kind}`, remedy: 'Remove it.' }]
  if (source['version'] !== undefined && source['timestamp'] !== undefined)
    return [{ path: [...path, 'timestamp'], message: 'cannot stand beside version', remedy: 'Keep one of them.' }]
  if (!kind.startsWith('query') || source['connection'] !== undefined) return []
  return [
    {
      path,
      message: 'a query needs a connection',
      remedy: 'Name the environment variable that holds the connection string: connection: DATABASE_URL',
    },
  ]
}
