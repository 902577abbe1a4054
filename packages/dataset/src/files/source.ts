import path from 'node:path'
import type { DataFile, Split } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { Sql } from '../sql.ts'

/** A file of rows that exists. */
export interface SourceFile extends Pick<DataFile, 'etag' | 'version' | 'query' | 'delta' | 'dvc'> {
  /** Relative to the base folder, with forward slashes, or an address: its name in messages and documents. */
  readonly path: string
  /** Where its bytes lie on this machine. */
  readonly absolute: string
  readonly format: FileFormat
  readonly gzip: boolean
  readonly split?: Split
  /** Columns that its folders name: text as it is written there, or null. */
  readonly partition?: Readonly<Record<string, string | null>>
  /** What to select from, where it is more than the file itself: the rows of a Delta table. */
  readonly relation?: Relation
  /** Digest and size, where they are known already: of the rows of a query, of what was fetched. */
  readonly known?: { readonly sha256: string; readonly bytes: number }
}

/** Rows that lie in several files. */
export interface Relation {
  readonly rows: Sql
  /** The error to throw where they could not be read: it names the file that is broken. */
  readonly blame: (cause: unknown) => Promise<Error>
}

export type FileFormat = Exclude<DataFile['format'], 'query' | 'delta'>

const formats: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
}

/**
 * What the end of a name says of a file.
 * @param given the format, where the user has named it
 * @throws {InputError} where it says nothing that is known
 */
export function formatOf(name: string, given?: FileFormat): { readonly format: FileFormat; readonly gzip: boolean } {
  const gzip = name.toLowerCase().endsWith('.gz')
  const extension = path.posix.extname(gzip ? name.slice(0, -3) : name).slice(1)
  const format = given ?? formats[extension.toLowerCase()]
  if (format !== undefined && !(gzip && format === 'parquet')) return { format, gzip }
  throw new InputError('the format of this file is not known', {
    at: { file: name },
    remedy: 'Known are .csv, .tsv, .jsonl and .ndjson, each also with .gz, and .parquet.',
  })
}

/**
 * Files that one folder or glob found are of one format.
 * @throws {InputError} naming a file of each
 */
export function expectOneFormat(files: readonly SourceFile[]): void {
  const [first] = files
  const other = files.find(({ format }) => format !== first?.format)
  if (!first || !other) return
  throw new InputError(`this file is ${other.format}, and ${first.path} beside it is ${first.format}`, {
    at: { file: other.path },
    remedy: `Name the files of one format by a glob, such as *.${first.format}.`,
  })
}

/** Files that tools leave beside the data: `_SUCCESS`, `.part-0.crc`, `_temporary/…`; unless the pattern asks for them. */
export function isHidden(name: string, pattern: string): boolean {
  const asked = pattern.split('/')
  return name.split('/').some((part) => /^(_|\.(?!\.?$))/.test(part) && !asked.some((own) => own[0] === part[0]))
}
