import type { ValueOutcome } from '../../../kinds/check.ts'
import type { ColumnFacts, TableFacts } from '../../../kinds/table.ts'

/** What is compared with a partition, and how far it may diverge. */
export interface Asked {
  readonly column: ColumnFacts
  readonly table: TableFacts
  readonly threshold: number | undefined
  /** Weight that is held out for what the partition does not have. */
  readonly tail: number
  readonly internal: number
}

/** What a divergence, which may be infinite or none at all, comes to. */
export function diverged(divergence: number, threshold: number | undefined): Omit<ValueOutcome, 'kind'> {
  return {
    success: threshold === undefined || divergence <= threshold,
    observed: Number.isFinite(divergence) ? divergence : null,
  }
}
