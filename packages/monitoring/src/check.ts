import type { ColumnProfile, DriftTest } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { holm } from '@trainyard/statistics'
import { categoricalTest } from './tests/categorical.ts'
import { numericTest } from './tests/numeric.ts'
import { missingTest, unseenTest } from './tests/shares.ts'
import { untestable } from './tests/untestable.ts'
import type { Pair, RawTest } from './types.ts'

export interface DriftCheck {
  readonly finding: 'stable' | 'drift'
  readonly tests: readonly DriftTest[]
}

/**
 * Compares columns with their profile. Every test of every column is one family: without any drift, some test of it
 * raises an alarm with probability at most `alpha` (Holm 1979).
 * @param current the same columns counted alike; one that is not there is said to be not testable
 * @throws InputError when nothing can be tested: no finding is no stability
 */
export function checkDrift(
  reference: readonly ColumnProfile[],
  current: ReadonlyMap<string, ColumnProfile>,
  alpha: number,
): DriftCheck {
  const raw = reference.flatMap((before) => {
    const now = current.get(before.name)
    return now === undefined ? absent(before) : testsOf({ reference: before, current: now })
  })
  if (raw.every(({ p }) => p === null)) {
    const reasons = raw.map(({ column, detail }) => `${column}: ${detail}`)
    throw new InputError(`no column can be tested${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}`)
  }
  const tests = correct(raw, alpha)
  return { finding: tests.some(({ drift }) => drift) ? 'drift' : 'stable', tests }
}

/** A target or a prediction need not be there; a feature should. */
function absent(column: ColumnProfile): RawTest[] {
  return column.source === 'feature' ? [untestable(column, 'not in these rows')] : []
}

function testsOf(pair: Pair): RawTest[] {
  const [before, now] = [pair.reference.values, pair.current.values]
  if (before.kind === 'numeric' && now.kind === 'numeric') return [numericTest(pair, before, now), ...missingTest(pair)]
  if (before.kind === 'categorical' && now.kind === 'categorical')
    return [categoricalTest(pair, before, now), ...missingTest(pair), ...unseenTest(pair, before, now)]
  return [untestable(pair.reference, 'counted differently')]
}

function correct(raw: readonly RawTest[], alpha: number): DriftTest[] {
  const testable = raw.filter(({ p }) => p !== null)
  const adjusted = new Map(holm(testable.map(({ p }) => p ?? 1)).map((p, at) => [testable[at], p]))
  return raw.map((test) => {
    const adjustedP = adjusted.get(test) ?? null
    return { ...test, adjustedP, drift: adjustedP !== null && adjustedP <= alpha }
  })
}
