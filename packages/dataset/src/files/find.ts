import { stat } from 'node:fs/promises'
import path from 'node:path'
import { type FilesConfig, nearestFile } from '@trainyard/config'
import type { Split } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { partitionOf } from './partition.ts'
import { expectOneFormat, formatOf, isHidden, type SourceFile } from './source.ts'

/** What holds for all files that one entry of the configuration names. */
export type FileOptions = Partial<Omit<FilesConfig, 'files'>>

/**
 * The files on this machine that a path, a folder or a glob names, by name.
 * @throws {InputError} for what does not exist, is empty, or is of no known format
 */
export async function findFiles(
  base: string,
  pattern: string,
  split?: Split,
  options: FileOptions = {},
): Promise<SourceFile[]> {
  const files = (await expand(base, pattern)).map((file) => sourceFile(base, file, split, options))
  expectOneFormat(files)
  return files
}

async function expand(base: string, pattern: string): Promise<string[]> {
  const literal = path.resolve(base, pattern)
  const entry = await stat(literal).catch(() => undefined)
  if (entry?.isFile()) return [relativeTo(base, literal)]
  if (entry?.isDirectory()) return inFolder(base, pattern)
  const { isDynamicPattern } = await import('tinyglobby')
  if (!isDynamicPattern(pattern)) throw await missingError(base, pattern)
  const asked = pattern.split(path.sep).join('/')
  const files = (await matching(base, asked)).filter((file) => !isHidden(file, asked))
  for (const folder of foldersOf(files)) await refuseDelta(path.resolve(base, folder), folder)
  if (files.length > 0) return files
  throw new InputError(`no file matches ${pattern}`, { at: { file: pattern }, remedy: relative })
}

/** All data files below a folder. */
async function inFolder(base: string, name: string): Promise<string[]> {
  const folder = path.resolve(base, name)
  await refuseDelta(folder, name)
  const files = (await matching(folder, '**/*')).filter((file) => !isHidden(file, ''))
  for (const inner of foldersOf(files)) await refuseDelta(path.join(folder, inner), path.posix.join(name, inner))
  if (files.length > 0) return files.map((file) => relativeTo(base, path.join(folder, file)))
  throw new InputError('this folder holds no data files', {
    at: { file: name },
    remedy: 'Files whose names begin with . or _ are not counted.',
  })
}

/** The folders on the way to files, each once. */
function foldersOf(files: readonly string[]): ReadonlySet<string> {
  const parts = files.map((file) => file.split('/').slice(0, -1))
  return new Set(parts.flatMap((names) => names.map((_, index) => names.slice(0, index + 1).join('/'))))
}

/** Its files are not its rows: some of them are of earlier versions. */
async function refuseDelta(folder: string, name: string): Promise<void> {
  if (!(await stat(path.join(folder, '_delta_log')).catch(() => undefined))) return
  throw new InputError('this folder is a Delta table, which is not read as a folder of files', {
    at: { file: name },
    remedy: `Write it as {delta: ${name}}.`,
  })
}

async function matching(folder: string, pattern: string): Promise<string[]> {
  const { glob } = await import('tinyglobby')
  const files = await glob(pattern, { cwd: folder, absolute: true, expandDirectories: false })
  return files.map((file) => relativeTo(folder, file)).sort((a, b) => (a < b ? -1 : 1))
}

const relative = 'Paths are relative to trainyard.yml.'

async function missingError(base: string, pattern: string): Promise<InputError> {
  const near = await nearestFile(pattern, base)
  return new InputError(`no such file: ${pattern}`, { remedy: near ? `Did you mean ${near}?` : relative })
}

function sourceFile(base: string, file: string, split: Split | undefined, options: FileOptions): SourceFile {
  const partition = options.partitions === 'ignore' ? undefined : partitionOf(file)
  return {
    path: file,
    absolute: path.resolve(base, file),
    ...formatOf(file, options.format),
    ...(split && { split }),
    ...(partition && { partition }),
  }
}

function relativeTo(base: string, file: string): string {
  return path.relative(base, file).split(path.sep).join('/')
}
