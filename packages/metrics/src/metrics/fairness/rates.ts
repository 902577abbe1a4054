import { randomGroups } from '../../intervals/left-out.ts'
import type { Answers } from '../../types.ts'

/** How often some rows of one group are predicted as the class. */
export interface Rate {
  readonly share: number
  /** Independent rows that would say as much. */
  readonly rows: number
}

/** Which rows of a group a rate is over: all, those with the label, those with another. */
export type RateOver = 'all' | 'positive' | 'negative'

/** The rows of one rate, and whether each is predicted as the class. */
export interface RateRows {
  readonly group: number
  readonly over: RateOver
  readonly rows: Uint32Array
}

const counts: Readonly<Record<RateOver, (label: number, classIndex: number) => boolean>> = {
  all: () => true,
  positive: (label, classIndex) => label === classIndex,
  negative: (label, classIndex) => label !== classIndex,
}

/** The rows of each rate, group by group. No row is in two rates of the same kind. */
export function rateRows(answers: Answers, column: string, over: RateOver, classIndex: number): readonly RateRows[] {
  const { names, numbers } = answers.columns?.get(column) ?? { names: [], numbers: new Uint32Array() }
  const rows = names.map((): number[] => [])
  for (let row = 0; row < numbers.length; row += 1)
    if (counts[over](answers.labels[row] ?? -1, classIndex)) rows[numbers[row] ?? 0]?.push(row)
  return rows.map((members, group) => ({ group, over, rows: Uint32Array.from(members) }))
}

/** Share of the rows' weights that is predicted as the class. */
export function shareOf(
  { rows }: RateRows,
  { predictions }: Answers,
  classIndex: number,
  weights: Float64Array,
): number {
  let [hits, all] = [0, 0]
  for (const row of rows) {
    const weight = weights[row] ?? 0
    all += weight
    if (predictions[row] === classIndex) hits += weight
  }
  return hits / all
}

/**
 * How many independent rows that weigh the same would say as much: their number; else what the delete-a-group jackknife of
 * the share makes of it, p(1 − p) ÷ variance, and at most (Σ w)² ÷ Σ w² over the units (Kish 1965), at least one.
 */
export function effectiveRows(of: RateRows, answers: Answers, classIndex: number, seed: number): number {
  const { weights, groups } = answers
  if (weights === undefined && groups === undefined) return of.rows.length
  const units = new Map<number, [hits: number, all: number]>()
  for (const row of of.rows) {
    const unit = units.get(groups?.[row] ?? row) ?? [0, 0]
    const weight = weights?.[row] ?? 1
    units.set(groups?.[row] ?? row, [
      unit[0] + (answers.predictions[row] === classIndex ? weight : 0),
      unit[1] + weight,
    ])
  }
  const sums = [...units.values()]
  const all = sums.reduce((sum, [, weight]) => sum + weight, 0)
  const worth = (all * all) / sums.reduce((sum, [, weight]) => sum + weight * weight, 0)
  return Math.max(1, Math.min(worth, spreadRows(sums, seed)))
}

function spreadRows(units: readonly (readonly [hits: number, all: number])[], seed: number): number {
  const blocks = randomGroups(units.length, seed)
  const [hits, all] = [new Float64Array(blocks.count), new Float64Array(blocks.count)]
  for (const [at, [hit, weight]] of units.entries()) {
    const block = blocks.of[at] ?? 0
    hits[block] = (hits[block] ?? 0) + hit
    all[block] = (all[block] ?? 0) + weight
  }
  const [hit, whole] = [hits, all].map((values) => values.reduce((sum, value) => sum + value, 0))
  const without = hits.map((value, at) => ((hit ?? 0) - value) / ((whole ?? 0) - (all[at] ?? 0)))
  const mean = without.reduce((sum, value) => sum + value, 0) / blocks.count
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const share = (hit ?? 0) / (whole ?? 1)
  const variance = ((blocks.count - 1) / blocks.count) * squares
  return variance > 0 ? (share * (1 - share)) / variance : Number.POSITIVE_INFINITY
}
