import { stat } from 'node:fs/promises'
import path from 'node:path'
import { nearestFile } from '@trainyard/config'
import type { DataFile, Split } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { escapePath, glob, isDynamicPattern } from 'tinyglobby'

/** A file of rows that exists. */
export interface SourceFile {
  /** Relative to the base folder, with forward slashes: its name in messages and documents. */
  readonly path: string
  readonly absolute: string
  readonly format: DataFile['format']
  readonly gzip: boolean
  readonly split?: Split
}

const formats: Readonly<Record<string, DataFile['format']>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
}

/**
 * The files that paths and globs name, by name in each pattern, patterns in their order.
 * @throws {InputError} for what does not exist, is a folder, or is of no known format
 */
export async function findFiles(base: string, patterns: readonly string[], split?: Split): Promise<SourceFile[]> {
  const found: SourceFile[] = []
  for (const pattern of patterns) {
    for (const file of await expand(base, pattern)) {
      if (!found.some((other) => other.path === file)) found.push(sourceFile(base, file, split))
    }
  }
  return found
}

async function expand(base: string, pattern: string): Promise<string[]> {
  const literal = path.resolve(base, pattern)
  const entry = await stat(literal).catch(() => undefined)
  if (entry?.isFile()) return [relativeTo(base, literal)]
  if (entry?.isDirectory()) throw folderError(pattern)
  if (!isDynamicPattern(pattern)) throw await missingError(base, pattern)
  const files = await glob(pattern.split(path.sep).join('/'), { cwd: base, absolute: true, expandDirectories: false })
  if (files.length === 0)
    throw new InputError(`no file matches ${pattern}`, { at: { file: pattern }, remedy: relative })
  return files.map((file) => relativeTo(base, file)).sort((a, b) => (a < b ? -1 : 1))
}

const relative = 'Paths are relative to trainyard.yml.'

function folderError(pattern: string): InputError {
  return new InputError('this is a folder, not a file', {
    at: { file: pattern },
    remedy: `Name its files: ${escapePath(pattern.replace(/[/\\]+$/, ''))}/*.csv`,
  })
}

async function missingError(base: string, pattern: string): Promise<InputError> {
  const near = await nearestFile(pattern, base)
  return new InputError(`no such file: ${pattern}`, { remedy: near ? `Did you mean ${near}?` : relative })
}

function sourceFile(base: string, file: string, split: Split | undefined): SourceFile {
  const gzip = file.toLowerCase().endsWith('.gz')
  const extension = path.extname(gzip ? file.slice(0, -3) : file).slice(1)
  const format = formats[extension.toLowerCase()]
  if (format === undefined || (gzip && format === 'parquet')) throw formatError(file)
  return { path: file, absolute: path.resolve(base, file), format, gzip, ...(split && { split }) }
}

function formatError(file: string): InputError {
  return new InputError('the format of this file is not known', {
    at: { file },
    remedy: 'Known are .csv, .tsv, .jsonl and .ndjson, each also with .gz, and .parquet.',
  })
}

function relativeTo(base: string, file: string): string {
  return path.relative(base, file).split(path.sep).join('/')
}
