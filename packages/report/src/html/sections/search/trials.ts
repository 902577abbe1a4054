import type { TrialResult, TrialsDocument } from '@trainyard/evidence'

export type Search = TrialsDocument['search']

/** Names of what was searched, in the order of their first use. */
export function parameterNames(trials: readonly TrialResult[]): readonly string[] {
  return [...new Set(trials.flatMap(({ parameters }) => Object.keys(parameters)))]
}

/** `max roc_auc` → `roc_auc`. */
export function metricOf(best: string): string {
  return best.replace(/^(max|min)\s+/, '')
}
