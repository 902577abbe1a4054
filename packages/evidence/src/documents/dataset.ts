import type { DocumentHead } from './common.ts'

export const columnTypes = ['number', 'integer', 'boolean', 'string', 'date', 'time', 'timestamp'] as const
export type ColumnType = (typeof columnTypes)[number]

export const columnRoles = ['target', 'feature', 'id', 'time', 'weight', 'ignore'] as const
export type ColumnRole = (typeof columnRoles)[number]

export const splits = ['train', 'validation', 'test'] as const
export type Split = (typeof splits)[number]

export interface ColumnDocument {
  readonly name: string
  readonly type: ColumnType
  readonly role: ColumnRole
  /** Rows without a value. */
  readonly missing: number
}

export interface DataFile {
  /** Relative to the folder of the configuration file, with forward slashes; or an address, without its query string. */
  readonly path: string
  /** Of the bytes; of the rows of a query; of all that makes the rows of a Delta table. */
  readonly sha256: string
  readonly bytes: number
  readonly format: 'csv' | 'tsv' | 'jsonl' | 'parquet' | 'query' | 'delta'
  /** Columns that the folders on the way to it name, with their values; null: the null partition. */
  readonly partition?: Readonly<Record<string, string | null>>
  /** What the server called these bytes, where they were fetched. */
  readonly etag?: string
  /** Version or generation of the object, where the store keeps them. */
  readonly version?: string
  /** The query whose rows these are. */
  readonly query?: QueryDocument
  /** The version of the Delta table whose rows these are. */
  readonly delta?: DeltaDocument
  /** What DVC calls it, where DVC tracks it. */
  readonly dvc?: DvcDocument
  /** Which share the whole file belongs to; absent where the rows are split by rule. */
  readonly split?: Split
}

export interface DeltaDocument {
  /** The table's own id. */
  readonly table: string
  readonly version: number
  /** When that version was committed, where its commit says so. ISO 8601. */
  readonly timestamp?: string
}

export interface DvcDocument {
  /** Name of the tracked output: its md5, with `.dir` behind it for a folder. */
  readonly oid: string
  /** Of this file: the oid itself, but in a folder. */
  readonly md5: string
  /** The `.dvc` or `dvc.lock` file that tracks it. */
  readonly file: string
  /** Where the md5 is not of the raw bytes. */
  readonly hash?: 'md5-dos2unix'
  /** Remote that holds it, where it is not that of the repository. */
  readonly remote?: string
}

export interface QueryDocument {
  readonly sql: string
  readonly sha256: string
  /** Name of the environment variable with the connection string. */
  readonly connection: string
  readonly timeoutMs: number
}

/** How rows were given to train, validation and test. The same rule on the same bytes gives the same rows. */
export interface SplitDocument {
  readonly method: 'files' | 'hash' | 'time'
  readonly seed: number
  /** Column whose classes were split evenly; of several labels their columns, the rarest first. */
  readonly stratifiedBy?: string | readonly string[]
  readonly by?: string
  readonly shares: Readonly<Record<Split, number>>
  readonly rows: Readonly<Record<Split, number>>
  /** Digest over the assignment of every row, in the order of the rows. */
  readonly sha256: string
}

export interface DatasetDocument extends DocumentHead<'dataset'> {
  readonly files: readonly DataFile[]
  readonly rows: number
  readonly columns: readonly ColumnDocument[]
  /** Digest over the files' digests, the pinned types, the roles and the split. */
  readonly sha256: string
  readonly split: SplitDocument
  /** Digest of what the configuration said of the data; absent where it said nothing. */
  readonly configured?: string
}
