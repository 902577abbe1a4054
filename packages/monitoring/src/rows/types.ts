import type { ColumnProfile } from '@trainyard/evidence'

/** Files of new rows. */
export interface RowSource {
  readonly base: string
  /** Files or globs. */
  readonly files: readonly string[]
}

/** New rows, counted like the profile they are compared with. */
export interface CurrentRows {
  readonly rows: number
  readonly columns: ReadonlyMap<string, ColumnProfile>
  /** Digests of the models that answered, where the rows come from a prediction log. */
  readonly models: readonly string[]
}
