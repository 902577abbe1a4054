import { child, has, type Message, numberOf, placeOf, textOf } from '@trainyard/config'
import type { DriftThreshold } from '@trainyard/evidence'
import type { Untranslated } from '../../suite/types.ts'
import type { Imported } from '../types.ts'

const measures = ['infinity_norm', 'jensen_shannon_divergence', 'normalized_abs_difference'] as const
const comparators = [
  ['drift_comparator', 'drift'],
  ['skew_comparator', 'skew'],
] as const

/** Distances between two tables: they are no matter of one table, and are kept for check-drift. */
export function driftOf(feature: Message): Imported {
  const column = textOf(feature, 'name') ?? ''
  const untranslated = comparators.flatMap(([name, against]): Untranslated[] => {
    const comparator = child(feature, name)
    if (!comparator) return []
    const drift = measures.flatMap((measure): DriftThreshold[] => {
      const threshold = numberOf(child(comparator, measure), 'threshold')
      return isBound(threshold) ? [{ column, against, measure, threshold }] : []
    })
    if (drift.length === 0) return []
    const bounds = drift.map(({ measure, threshold }) => `${measure} ${threshold}`).join(', ')
    const what = `${name} of '${column}' (${bounds})`
    return [{ what, why: 'it compares two tables: it belongs to check-drift', at: placeOf(feature, name), drift }]
  })
  return { expectations: [], untranslated }
}

/** The number of rows against an earlier table's. */
export function rowDrift(constraints: Message): readonly Untranslated[] {
  return [['num_examples_drift_comparator', 'drift'] as const, ['num_examples_version_comparator', 'baseline'] as const]
    .filter(([name]) => has(constraints, name))
    .map(([name, against]) => {
      const comparator = child(constraints, name)
      const drift = (['min_fraction_threshold', 'max_fraction_threshold'] as const).flatMap(
        (measure): DriftThreshold[] => {
          const threshold = numberOf(comparator, measure)
          return isBound(threshold) ? [{ against, measure, threshold }] : []
        },
      )
      const bounds = drift.map(({ measure, threshold }) => `${measure} ${threshold}`).join(', ')
      const why = 'it compares with earlier rows: it belongs to check-drift'
      return { what: `${name} (${bounds})`, why, at: placeOf(constraints, name), drift }
    })
}

/** An endless threshold bounds nothing. */
function isBound(threshold: number | undefined): threshold is number {
  return threshold !== undefined && Number.isFinite(threshold)
}
