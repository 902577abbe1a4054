import type { DeltaConfig, DvcConfig, FilesConfig, QueryConfig, RowsConfig } from '@trainyard/config'
import type { DataFile } from '@trainyard/evidence'
import { FaultError, InputError, isUrl } from '@trainyard/ports'
import { deltaNamed } from '../delta/name.ts'
import { mayBeTracked } from '../dvc/root.ts'
import { type FileOptions, findFiles } from '../files/find.ts'
import type { SourceFile } from '../files/source.ts'
import type { Place } from './place.ts'

/**
 * The files of rows that the entries of one share name, in their order; what lies elsewhere is brought into the engine's
 * own folder.
 * @throws {InputError} for what is not there or cannot be read
 */
export async function findSources(entries: readonly RowsConfig[], place: Place): Promise<SourceFile[]> {
  const found = new Map<string, SourceFile>()
  for (const entry of entries) {
    for (const file of await findEntry(entry, place)) {
      const same = found.get(file.path)
      if (same) expectOneVersion(same, file)
      else found.set(file.path, file)
    }
  }
  return [...found.values()]
}

/** Two versions of a table share most of their rows. */
function expectOneVersion(first: SourceFile, { path, delta }: SourceFile): void {
  if (first.delta?.version === delta?.version) return
  throw new InputError(`two versions of this table are named: ${first.delta?.version} and ${delta?.version}`, {
    at: { file: path },
    remedy: 'Keep one of them.',
  })
}

/** The file that a document speaks of, as it is now. */
export async function findAgain(file: DataFile, place: Place): Promise<SourceFile> {
  const { path, partition, split } = file
  const at: Place = { ...place, ...(split && { split }) }
  const [found] = await findRecorded(file, at)
  if (!found) throw new FaultError(`${path} was not found again`)
  return { ...found, path, ...(partition && { partition }) }
}

async function findRecorded(file: DataFile, place: Place): Promise<SourceFile[]> {
  const { path, format, query, delta, dvc } = file
  if (dvc) return (await import('../dvc/index.ts')).findDvcAgain(file, dvc, place)
  if (query) return findQuery({ ...query, query: query.sql }, place)
  if (delta) return findTable({ delta: path, version: delta.version }, place)
  const known = format === 'query' || format === 'delta' ? undefined : format
  return findNamed(path, { partitions: 'ignore', ...(known && { format: known }) }, place)
}

function findEntry(entry: RowsConfig, place: Place): Promise<SourceFile[]> {
  if (typeof entry === 'string') return findText(entry, place)
  if ('delta' in entry) return findTable(entry, place)
  if ('dvc' in entry) return findOut(entry, place)
  return 'query' in entry ? findQuery(entry, place) : findAll(entry, place)
}

/** A text that names no more than a place: what lies there decides. */
async function findText(text: string, place: Place): Promise<SourceFile[]> {
  const table = isUrl(text) ? undefined : await deltaNamed(text, place.base)
  return table ? findTable(table, place) : findAny(text, {}, place)
}

async function findTable(table: DeltaConfig, place: Place): Promise<SourceFile[]> {
  const { findDelta } = await import('../delta/index.ts')
  return findDelta(table, place)
}

async function findAll({ files, ...options }: FilesConfig, place: Place): Promise<SourceFile[]> {
  const found: SourceFile[] = []
  for (const name of files) found.push(...(await findAny(name, options, place)))
  return found
}

/** What DVC tracks comes from there, whether or not it is in the workspace. */
async function findAny(name: string, options: FileOptions, place: Place): Promise<SourceFile[]> {
  if (isUrl(name) || !(await mayBeTracked(name, place.base))) return findNamed(name, options, place)
  const { findTracked } = await import('../dvc/index.ts')
  return (await findTracked(name, options, place)) ?? findNamed(name, options, place)
}

async function findOut(out: DvcConfig, place: Place): Promise<SourceFile[]> {
  const { findDvc } = await import('../dvc/index.ts')
  return findDvc(out, place)
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
