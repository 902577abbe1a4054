import type { ColumnType } from '@trainyard/evidence'

/** What `trainyard.schema.json` says of one column. */
export interface AcceptedColumn {
  readonly name: string
  readonly type: ColumnType
  /** Greatest share of rows without a value that is accepted, 0 … 1. */
  readonly missing: number
  /** Categories that are accepted; left out where there are too many to list. */
  readonly categories?: readonly string[]
  /** Range that is accepted. */
  readonly min?: number
  readonly max?: number
  /** Greatest share of values that may be outside the range, or of another category, 0 … 1; none where it is left out. */
  readonly beyond?: number
}

/** The accepted schema: what data must look like to be trained on. People read, mend and commit it. */
export interface AcceptedSchema {
  readonly $schema: string
  readonly rows: { readonly min: number }
  readonly columns: readonly AcceptedColumn[]
}

export const schemaId = 'https://trainyard.dev/schema/data.schema.json'
