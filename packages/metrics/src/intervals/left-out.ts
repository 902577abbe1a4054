import { type Random, seededRandom } from '@trainyard/ports'
import type { Evaluator } from '@trainyard/statistics'
import type { Answers } from '../types.ts'

/** Random groups of rows, one of which is left out at a time. */
export interface Groups {
  /** Number of each row's group. */
  readonly of: Uint16Array
  readonly count: number
}

/** Values of a metric without each of the groups, where all of them can be had in one pass over the rows. */
export type LeftOut = (answers: Answers, classIndex: number, groups: Groups) => Float64Array

const groupCount = 200

/** Of at most as many rows as groups each is one for itself. */
export function randomGroups(rows: number, seed: number): Groups {
  const random: Random = seededRandom(seed)
  const of = new Uint16Array(rows)
  if (rows <= groupCount) return { of: of.map((_, row) => row), count: rows }
  for (let row = 0; row < rows; row += 1) of[row] = Math.floor(random() * groupCount)
  return { of, count: groupCount }
}

/** Values of any function of row weights without each of the groups: as many passes as groups. */
export function leaveOut(answers: Answers, evaluate: Evaluator, { of, count }: Groups): Float64Array {
  const weights = new Float64Array(answers.rows)
  return Float64Array.from({ length: count }, (_, group) => {
    for (let row = 0; row < of.length; row += 1) weights[row] = of[row] === group ? 0 : 1
    return evaluate(weights)
  })
}

/** A function of the mean of one value a row: sums of each group, taken from the whole. */
export function meansWithout(values: Float64Array, { of, count }: Groups): Float64Array {
  const [sums, rows] = [new Float64Array(count), new Float64Array(count)]
  let whole = 0
  for (let row = 0; row < values.length; row += 1) {
    const [group, value] = [of[row] ?? 0, values[row] ?? 0]
    sums[group] = (sums[group] ?? 0) + value
    rows[group] = (rows[group] ?? 0) + 1
    whole += value
  }
  return sums.map((sum, group) => (whole - sum) / (values.length - (rows[group] ?? 0)))
}
