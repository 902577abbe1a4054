import type { ChangedExpectation, ComparedExpectation, NamedExpectation, SuiteDifference } from '@trainyard/evidence'
import { changeOf } from './strictness.ts'

/** Compares two suites: expectations of one type on the same columns and rows are the same one, in their order. */
export function compareSuites(
  before: readonly ComparedExpectation[],
  after: readonly ComparedExpectation[],
): SuiteDifference {
  const waiting = byIdentity(before)
  const added: NamedExpectation[] = []
  const changed: ChangedExpectation[] = []
  for (const expectation of after) {
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

function byIdentity(expectations: readonly ComparedExpectation[]): Map<string, ComparedExpectation[]> {
  const groups = new Map<string, ComparedExpectation[]>()
  for (const expectation of expectations) {
    const identity = identityOf(expectation)
    groups.set(identity, [...(groups.get(identity) ?? []), expectation])
  }
  return groups
}

function identityOf({ type, kwargs }: ComparedExpectation): string {
  return JSON.stringify([type, identityKwargs.map((name) => kwargs[name] ?? null)])
}

function nameOf({ type, kwargs }: ComparedExpectation): NamedExpectation {
  const named = ['column', 'column_A', 'column_B', 'column_list'].flatMap((name) => kwargs[name] ?? [])
  return { type, columns: named.filter((name) => typeof name === 'string') }
}
