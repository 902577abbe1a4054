import type { ColumnProfile, DriftTest } from '@trainyard/evidence'

/** A test before the correction for the whole family. `p` is null where the rows cannot be tested. */
export type RawTest = Omit<DriftTest, 'adjustedP' | 'drift'>

/** A column as it was and as it is now, counted alike. */
export interface Pair {
  readonly reference: ColumnProfile
  readonly current: ColumnProfile
}
