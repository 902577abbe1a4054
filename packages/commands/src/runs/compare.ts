import type { CacheChange } from '@trainyard/evidence'
import { type BesideRow, metricsBeside, parametersBeside } from '@trainyard/report'
import { preimageChanges } from '@trainyard/training'
import type { ComparedSide } from './compared.ts'
import type { Opened } from './open.ts'
import { findSide } from './side.ts'

/** Two runs beside each other. */
export interface Comparison {
  readonly before: ComparedSide
  readonly after: ComparedSide
  readonly parameters: readonly BesideRow[]
  readonly metrics: readonly BesideRow[]
  /** What differs of all that the models depend on. */
  readonly changes: readonly CacheChange[]
}

/** @throws InputError where a word names no run */
export async function compareRuns(one: string, other: string, opened: Opened): Promise<Comparison> {
  const before = await findSide(one, opened)
  const after = await findSide(other, opened)
  return {
    before,
    after,
    parameters: parametersBeside(before, after),
    metrics: metricsBeside(before, after),
    changes: before.preimage && after.preimage ? preimageChanges(before.preimage, after.preimage) : [],
  }
}
