import type { DriftTest } from '@trainyard/evidence'

export interface RetrainDecision {
  readonly decision: boolean
  readonly reasons: readonly string[]
}

/** Whether to retrain, by the conditions the user named; each reason is told. */
export function retrainDecision(tests: readonly DriftTest[], when: readonly string[]): RetrainDecision {
  const drifted = new Set(tests.filter(({ drift }) => drift).map(({ column }) => column))
  const columns = new Set(tests.map(({ column }) => column))
  if (drifted.size === 0) return { decision: false, reasons: [] }
  const reason = `drift in ${drifted.size} of ${columns.size} columns`
  return when.includes('drift')
    ? { decision: true, reasons: [reason] }
    : { decision: false, reasons: [`${reason}, which drift.retrain.when does not name`] }
}

/** What drifted, in one line: the surest first. */
export function driftSummary(tests: readonly DriftTest[]): string {
  const drifted = tests.filter(({ drift }) => drift).sort((a, b) => (a.adjustedP ?? 1) - (b.adjustedP ?? 1))
  const names = [...new Set(drifted.map(({ column, source }) => (source === 'feature' ? column : `${column} share`)))]
  const shown = names.slice(0, 5).join(', ')
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown
}
