import { isCost, type KnownMetrics, type PlaceOfRule, parseGates } from '../rules/gate.ts'
import type { Disturbance } from './disturbance.ts'

/** What the rows must be disturbed by, so that rules can be decided. @throws InputError for rules that are not understood */
export function wantedDisturbances(
  texts: readonly string[],
  placeOf?: PlaceOfRule,
  known?: KnownMetrics,
): readonly Disturbance[] {
  return parseGates(texts, placeOf, known).flatMap((rule) => (isCost(rule) || !rule.under ? [] : [rule.under]))
}
