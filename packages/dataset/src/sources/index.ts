import type { FilesConfig, QueryConfig, RowsConfig } from '@trainyard/config'
import type { DataFile } from '@trainyard/evidence'
import { FaultError, isUrl } from '@trainyard/ports'
import { type FileOptions, findFiles } from '../files/find.ts'
import type { SourceFile } from '../files/source.ts'
import type { Place } from './place.ts'

/**
 * The files of rows that the entries of one share name, in their order; what lies elsewhere is brought into the engine's
 * own folder.
 * @throws {InputError} for what is not there or cannot be read
 */
export async function findSources(entries: readonly RowsConfig[], place: Place): Promise<SourceFile[]> {
  const found: SourceFile[] = []
  for (const entry of entries) {
    const files = await findEntry(entry, place)
    found.push(...files.filter((file) => !found.some((other) => other.path === file.path)))
  }
  return found
}

/** The file that a document speaks of, as it is now. */
export async function findAgain(file: DataFile, place: Place): Promise<SourceFile> {
  const { path, partition, query, split } = file
  const at: Place = { ...place, ...(split && { split }) }
  const asWritten: FileOptions = { partitions: 'ignore', ...(file.format !== 'query' && { format: file.format }) }
  const [found] = query ? await findQuery({ ...query, query: query.sql }, at) : await findNamed(path, asWritten, at)
  if (!found) throw new FaultError(`${path} was not found again`)
  return { ...found, path, ...(partition && { partition }) }
}

function findEntry(entry: RowsConfig, place: Place): Promise<SourceFile[]> {
  if (typeof entry === 'string') return findNamed(entry, {}, place)
  return 'query' in entry ? findQuery(entry, place) : findAll(entry, place)
}

async function findAll({ files, ...options }: FilesConfig, place: Place): Promise<SourceFile[]> {
  const found: SourceFile[] = []
  for (const name of files) found.push(...(await findNamed(name, options, place)))
  return found
}

async function findNamed(name: string, options: FileOptions, place: Place): Promise<SourceFile[]> {
  if (!isUrl(name)) return findFiles(place.base, name, place.split, options)
  const { fetchFiles } = await import('../remote/index.ts')
  return fetchFiles(name, options, place)
}

async function findQuery(query: QueryConfig, place: Place): Promise<SourceFile[]> {
  const { runQuery } = await import('../query/index.ts')
  return runQuery(query, place)
}
