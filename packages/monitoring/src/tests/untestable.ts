import type { ColumnProfile } from '@trainyard/evidence'
import type { RawTest } from '../types.ts'

/** A column that no test can compare, and why. */
export function untestable({ name, source }: ColumnProfile, detail: string): RawTest {
  return { column: name, source, test: 'not-testable', statistic: null, p: null, detail }
}

/** The same, where one of the sides holds no value of the column. */
export function withoutValues(column: ColumnProfile, inReference: number): RawTest {
  return untestable(column, inReference === 0 ? 'no values in the reference' : 'no values in these rows')
}
