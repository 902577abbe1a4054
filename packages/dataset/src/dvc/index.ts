import path from 'node:path'
import type { DvcConfig } from '@trainyard/config'
import type { DataFile, DvcDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { FileOptions } from '../files/find.ts'
import { partitionOf } from '../files/partition.ts'
import { expectOneFormat, formatOf, type SourceFile } from '../files/source.ts'
import type { Place } from '../sources/place.ts'
import { isDvcFile } from './files/outs.ts'
import { inCache, type Located } from './find.ts'
import { locate } from './locate.ts'
import { otherDigest } from './objects/digest.ts'
import { type Repository, repositoryOf } from './repository.ts'
import { filesAround, filesBelow, filesMatching, outsNamed, type Selection } from './select.ts'
import { shownPath } from './shown.ts'
import type { HashName, TrackedFile } from './types.ts'

/**
 * The rows that DVC tracks, named by a `.dvc` file or by the path that one tracks.
 * @throws {InputError} where it tracks nothing there, or where its bytes cannot be had
 */
export async function findDvc({ dvc, files, ...options }: DvcConfig, place: Place): Promise<SourceFile[]> {
  const absolute = path.resolve(place.base, dvc)
  const repository = await repositoryOf(absolute, place)
  const outs = repository ? await outsNamed(absolute, repository) : []
  const [out, other] = outs
  if (!repository || !out) throw untracked(dvc, repository)
  if (files === undefined) return sourceFiles(await filesBelow(absolute, outs, repository), options, repository, place)
  if (other !== undefined)
    throw new InputError('tracks more than one output', { at: { file: dvc }, remedy: 'Name the path of one of them.' })
  return sourceFiles(await filesMatching(files, out, repository), options, repository, place)
}

/** The rows that a name stands for where it names something that DVC tracks; nothing where it does not. */
export async function findTracked(name: string, options: FileOptions, place: Place): Promise<SourceFile[] | undefined> {
  if (isDvcFile(name)) return findDvc({ dvc: name, partitions: 'columns', ...options }, place)
  const absolute = path.resolve(place.base, name)
  const repository = await repositoryOf(absolute, place)
  if (!repository) return undefined
  const outs = await outsNamed(absolute, repository)
  const selection = outs.length > 0 ? await filesBelow(absolute, outs, repository) : await filesAround(name, repository)
  return selection && sourceFiles(selection, options, repository, place)
}

/**
 * The bytes that a document speaks of, whatever is tracked now.
 * @throws {InputError} where they are nowhere to be had
 */
export async function findDvcAgain(file: DataFile, dvc: DvcDocument, place: Place): Promise<SourceFile[]> {
  const absolute = path.resolve(place.base, file.path)
  const hash: HashName = dvc.hash ?? 'md5'
  const { remote } = dvc
  const out = { absolute, md5: dvc.oid, hash, at: { file: dvc.file }, ...(remote !== undefined && { remote }) }
  const tracked: TrackedFile = { absolute, object: { md5: dvc.md5, hash }, out }
  const options = { partitions: 'ignore', ...knownFormat(file) } as const
  const found = (await inWorkspace(tracked)) ?? (await fetched(tracked, place))
  return [sourceFile(found, options, place)]
}

function knownFormat({ format }: DataFile): FileOptions {
  return format === 'query' || format === 'delta' ? {} : { format }
}

async function inWorkspace(file: TrackedFile): Promise<Located | undefined> {
  const other = await otherDigest(file.absolute, file.object).catch(() => 'none')
  return other === undefined ? { file, absolute: file.absolute } : undefined
}

async function fetched(file: TrackedFile, place: Place): Promise<Located> {
  const repository = await repositoryOf(file.absolute, place)
  if (!repository) throw untracked(shownPath(place.base, file.absolute), undefined)
  return inCache(file, false, { repository, progress: () => undefined })
}

async function sourceFiles(
  { files, plain }: Selection,
  options: FileOptions,
  repository: Repository,
  place: Place,
): Promise<SourceFile[]> {
  const beside = plain.map((absolute) => plainFile(absolute, options, place))
  const planned = files.map((file) => sourceFile({ file, absolute: file.absolute }, options, place))
  expectOneFormat([...planned, ...beside].sort(byPath))
  const name = files[0] ? shownPath(repository.base, files[0].out.absolute) : ''
  const { dist } = place.services
  const located = await locate(files, { name, checkout: place.dvc?.checkout === true, dist }, repository)
  return [...located.map((each) => sourceFile(each, options, place)), ...beside].sort(byPath)
}

function byPath(a: SourceFile, b: SourceFile): number {
  return a.path < b.path ? -1 : 1
}

function sourceFile({ file, absolute }: Located, options: FileOptions, place: Place): SourceFile {
  const { out, object } = file
  const dvc: DvcDocument = {
    oid: out.md5,
    md5: object.md5,
    file: out.at.file,
    ...(object.hash !== 'md5' && { hash: object.hash }),
    ...(out.remote !== undefined && { remote: out.remote }),
  }
  return { ...plainFile(file.absolute, options, place), absolute, dvc }
}

function plainFile(absolute: string, options: FileOptions, { base, split }: Place): SourceFile {
  const name = shownPath(base, absolute)
  const partition = options.partitions === 'ignore' ? undefined : partitionOf(name)
  return {
    path: name,
    absolute,
    ...formatOf(name, options.format),
    ...(split && { split }),
    ...(partition && { partition }),
  }
}

function untracked(name: string, repository: Repository | undefined): InputError {
  return new InputError(repository ? 'DVC tracks nothing here' : 'this lies in no repository of DVC', {
    at: { file: name },
    remedy: repository ? 'Name a .dvc file, or a path that one tracks.' : 'No folder above it holds .dvc.',
  })
}
