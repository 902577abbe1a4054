import type { Table } from '../kinds/table.ts'
import { boundsOf, type ColumnBounds, type RangeBound } from '../propose/bounds.ts'
import { leastRows } from '../propose/suite.ts'
import { type AcceptedColumn, type AcceptedSchema, schemaId } from './types.ts'

/** A schema with the bounds of a proposed suite: data of the same kind keeps them except rarely. */
export async function proposeSchema(table: Table): Promise<AcceptedSchema> {
  const { columns } = await boundsOf(table)
  return { $schema: schemaId, rows: { min: leastRows(table.rows) }, columns: columns.map(acceptedColumn) }
}

function acceptedColumn({ column: { name, type }, missing, range, categories }: ColumnBounds): AcceptedColumn {
  return {
    name,
    type,
    missing: missing ? shareAbove(missing.share) : 0,
    ...(categories && { categories: categories.values, ...beyondOf(categories.beyond.share) }),
    ...(range && rangeOf(range)),
  }
}

function rangeOf({ low, high, beyond }: RangeBound): Pick<AcceptedColumn, 'min' | 'max' | 'beyond'> {
  if (low === undefined && high === undefined) return {}
  return {
    ...(low !== undefined && { min: low }),
    ...(high !== undefined && { max: high }),
    ...beyondOf(beyond.share),
  }
}

function beyondOf(share: number): Pick<AcceptedColumn, 'beyond'> {
  return share === 0 ? {} : { beyond: shareAbove(share) }
}

/** Six decimals are enough, and none is lost to rounding. */
function shareAbove(share: number): number {
  return Math.min(1, Math.ceil(share * 1e6) / 1e6)
}
