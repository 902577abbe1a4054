import {
  areCompared,
  type Disturbance,
  rivalRuns,
  sliceColumns,
  type WantedCosts,
  wantedCosts,
  wantedDisturbances,
} from '@trainyard/evaluation'
import type { Inputs } from '../inputs.ts'
import type { WantedSlices } from '../judged.ts'
import type { BaseRules } from './base.ts'
import type { Rules } from './own.ts'

/** The rules of the change, and in a pull request those of the branch it would change, where they differ. */
export interface BothRules {
  readonly own: Rules
  readonly base: BaseRules | undefined
}

/** Columns that either's rules group the rows by or that are searched, and conditions that tell rows apart. */
export function slicesOf({ own, base }: BothRules, inputs: Inputs): WantedSlices {
  const both = [own, ...(base ? [base] : [])]
  const named = both.flatMap(({ gates, placeOf, known }) => sliceColumns(gates, placeOf, known))
  const conditions = both.flatMap((rules) => Object.values(rules.conditions))
  const compares = both.some(({ gates, placeOf, known }) => areCompared(gates, placeOf, known))
  return {
    ...(compares && inputs.time !== undefined && { time: inputs.time }),
    columns: [...new Set([...named, ...inputs['find-slices']])],
    expressions: both.flatMap(({ own: { metrics } }) =>
      Object.values(metrics).flatMap((metric) => ('sql' in metric ? [metric.sql] : [])),
    ),
    conditions: [...new Map(conditions.map((condition) => [condition.text, condition])).values()],
  }
}

/** Runs that either's rules compare with. */
export function runsOf({ own, base }: BothRules): readonly string[] {
  return [
    ...new Set([own, ...(base ? [base] : [])].flatMap(({ gates, placeOf, known }) => rivalRuns(gates, placeOf, known))),
  ]
}

/** What either's rules want done to the rows. */
export function disturbancesOf({ own, base }: BothRules): readonly Disturbance[] {
  return [own, ...(base ? [base] : [])].flatMap(({ gates, placeOf, known }) =>
    wantedDisturbances(gates, placeOf, known),
  )
}

/** Costs that either's rules speak of. */
export function costsOf({ own, base }: BothRules): WantedCosts {
  const wanted = [own, ...(base ? [base] : [])].map(({ gates, placeOf, known }) => wantedCosts(gates, placeOf, known))
  return { load: wanted.some(({ load }) => load), names: [...new Set(wanted.flatMap(({ names }) => names))] }
}
