import { isCost, type KnownMetrics, type PlaceOfRule, parseGates } from '../rules/gate.ts'
import { type CostName, shareOf } from './types.ts'

/** What must be measured beside answers, so that rules can be decided. */
export interface WantedCosts {
  /** Whether servers must be started and asked. */
  readonly load: boolean
  readonly names: readonly CostName[]
}

/** The costs that rules speak of. @throws InputError for rules that are not understood */
export function wantedCosts(texts: readonly string[], placeOf?: PlaceOfRule, known?: KnownMetrics): WantedCosts {
  const names = parseGates(texts, placeOf, known).flatMap((rule) => (isCost(rule) ? [rule.cost] : []))
  return { load: names.some((name) => name === 'memory' || shareOf(name) !== undefined), names: [...new Set(names)] }
}
