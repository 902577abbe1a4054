import type { ColumnType } from '@trainyard/evidence'

/** What one pass over a text file finds. */
export interface Contents {
  readonly columns: readonly string[]
  readonly rows: number
  /** CSV and TSV only. */
  readonly delimiter?: string
  /** Columns that hold quoted text, which is never taken for a number: JSON Lines only. */
  readonly texts?: ReadonlySet<string>
  /** Types that the file itself declares: Parquet only. */
  readonly declared?: ReadonlyMap<string, ColumnType>
}
