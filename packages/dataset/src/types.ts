import type { RowsConfig } from '@trainyard/config'
import type { ColumnDocument, ColumnType, DataFile, Split, SplitDocument, Target } from '@trainyard/evidence'
import type { Batch } from '@trainyard/ports'
import type { Selected, WrittenQuery } from './select.ts'
import type { Sql } from './sql.ts'

/** Where data comes from and what its columns are for, before a byte of it is read. */
export interface DataSource {
  /** Folder that `train`, `validation` and `test` are relative to. */
  readonly base: string
  /** Files, folders, globs, addresses or queries. The only rows there are, unless `test` or `validation` are given too. */
  readonly train: readonly RowsConfig[]
  readonly validation?: readonly RowsConfig[]
  readonly test?: readonly RowsConfig[]
  readonly target?: Target
  readonly id?: string
  readonly time?: string
  readonly weight?: string
  readonly ignore?: readonly string[]
  /** Types pinned by the user. */
  readonly types?: Readonly<Record<string, ColumnType>>
  readonly split?: SplitRule
  /** Whether a table without rows is opened; else that is an error. */
  readonly empty?: boolean
  readonly dvc?: DvcRules
}

/** What to do with data that DVC tracks. */
export interface DvcRules {
  /** Whether files that are fetched are put into the workspace too, as `dvc pull` does. */
  readonly checkout?: boolean
}

export interface SplitRule {
  /** Share of the rows, 0 … 1; by default 0.2. Not used where a test file is given. */
  readonly test?: number
  /** By default 0.1. */
  readonly validation?: number
  /** By default 0. */
  readonly seed?: number
  /** `time`: the latest rows are the test share. By default `time` where a time column is named, else `hash`. */
  readonly by?: 'hash' | 'time'
}

/** Answers SQL over the opened tables. Only values made by `sql`, `identifier` and `literal` are accepted. */
export interface Engine {
  /** The engine's own temporary folder: the only one it can read and write once a dataset is open. */
  readonly folder: string
  /** Rows as plain objects: integers beyond 2^53 as bigint, dates as ISO strings. */
  all<Row extends object>(query: Sql): Promise<Row[]>
  run(query: Sql): Promise<void>
  /** Rows in batches of `size`, 8192 by default: DOUBLE columns as numbers (NaN for NULL), all others as text. */
  stream(query: Sql, size?: number): AsyncIterable<Batch>
  /** One query that a user wrote, which can only select. The engine must be locked, as it is once a dataset is open. */
  select(query: WrittenQuery): Promise<Selected>
  /** Work on the same tables by a connection of its own, so that its queries and those of others run at the same time. */
  beside<T>(work: (engine: Engine) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** A dataset before its files are hashed, and before all is known that takes a look at every row. */
export interface Opened extends Omit<Dataset, 'files' | 'sha256'> {
  readonly files: readonly Pick<DataFile, 'path'>[]
  /** Columns of which more values may be missing than `missing` says: their files count nulls, but no NaN. */
  readonly uncounted: readonly string[]
  /**
   * The dataset, once the files are hashed. It and what it came from are one: either is closed, once.
   * @param present rows with a value, of each uncounted column; counted now where left out
   */
  whole(present?: ReadonlyMap<string, number>): Promise<Dataset>
}

/** A table whose types, roles and split are settled. Rows live in DuckDB, never as a whole in JavaScript. */
export interface Dataset {
  readonly files: readonly DataFile[]
  readonly rows: number
  readonly columns: readonly ColumnDocument[]
  readonly split: SplitDocument
  readonly sha256: string
  readonly engine: Engine
  /**
   * The relation to select from. Beside the pinned columns it has `rowNumber` (1, 2, … over all files, in file order),
   * `rowFile` (index in `files`), `rowInFile` (1-based data row) and `rowSplit` ('train' | 'validation' | 'test').
   */
  readonly table: Sql
  /**
   * The same relation with these of the columns alone, and what it has beside them; other names are passed over. The engine
   * looks at every column of what it selects from, so that a table of thousands is asked piece by piece.
   */
  only(names: Iterable<string>): Sql
  /**
   * Rows that stand for the table, with these of the columns: about `most`, in evenly spaced pieces that are always the
   * same, or all of a table that has no more. They cost what reading a few pieces of the files costs.
   */
  some(names: Iterable<string>, most: number): { readonly rows: Sql; readonly count: number }
  /** Batches of some columns in row order. */
  batches(split: Split | 'all', columns: readonly string[], size?: number): AsyncIterable<Batch>
  /** Row numbers of a split, in row order. */
  rowNumbers(split: Split | 'all'): Promise<Float64Array>
  close(): Promise<void>
}
