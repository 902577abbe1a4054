import type { PlannedExpectation, Suite } from '../suite/types.ts'
import { type Change, changeOf } from './strictness.ts'

/** An expectation as a difference names it: no bound, and so no value of a row. */
export interface NamedExpectation {
  readonly type: string
  readonly columns: readonly string[]
}

export interface ChangedExpectation extends NamedExpectation {
  readonly change: Exclude<Change, 'same'>
  /** Arguments that are not as they were. */
  readonly kwargs: readonly string[]
}

/** What became of a suite. */
export interface SuiteDifference {
  readonly added: readonly NamedExpectation[]
  readonly removed: readonly NamedExpectation[]
  readonly changed: readonly ChangedExpectation[]
}

/** Compares two suites: expectations of one type on the same columns and rows are the same one, in their order. */
export function compareSuites(before: Suite, after: Suite): SuiteDifference {
  const waiting = byIdentity(before.expectations)
  const added: NamedExpectation[] = []
  const changed: ChangedExpectation[] = []
  for (const expectation of after.expectations) {
    const earlier = waiting.get(identityOf(expectation))?.shift()
    if (!earlier) added.push(nameOf(expectation))
    else {
      const { change, kwargs } = changeOf(earlier, expectation)
      if (change !== 'same') changed.push({ ...nameOf(expectation), change, kwargs })
    }
  }
  return { added, removed: [...waiting.values()].flat().map(nameOf), changed }
}

/** Whether nothing differs. */
export function isSameSuite({ added, removed, changed }: SuiteDifference): boolean {
  return added.length + removed.length + changed.length === 0
}

/** Arguments that say what is looked at, and not how strictly. */
const identityKwargs = [
  'column',
  'column_A',
  'column_B',
  'column_list',
  'row_condition',
  'other_table_name',
  'target',
  'id',
]

function byIdentity(expectations: readonly PlannedExpectation[]): Map<string, PlannedExpectation[]> {
  const groups = new Map<string, PlannedExpectation[]>()
  for (const expectation of expectations) {
    const identity = identityOf(expectation)
    groups.set(identity, [...(groups.get(identity) ?? []), expectation])
  }
  return groups
}

function identityOf({ type, kwargs }: PlannedExpectation): string {
  return JSON.stringify([type, identityKwargs.map((name) => kwargs[name] ?? null)])
}

function nameOf({ type, kwargs }: PlannedExpectation): NamedExpectation {
  const named = ['column', 'column_A', 'column_B', 'column_list'].flatMap((name) => kwargs[name] ?? [])
  return { type, columns: named.filter((name) => typeof name === 'string') }
}
