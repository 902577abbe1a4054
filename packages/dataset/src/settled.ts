import type { ColumnRole, ColumnType, DatasetDocument } from '@trainyard/evidence'

/** What the document has settled, and nothing is inferred again. */
export interface Settled {
  readonly types: Readonly<Record<string, ColumnType>>
  readonly roles: ReadonlyMap<string, ColumnRole>
  readonly plan: DatasetDocument['split']
}
