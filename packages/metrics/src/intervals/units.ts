import { effectiveNumber } from '@trainyard/statistics'
import type { MergedRows } from '../cells.ts'
import { rowWeights } from '../counts.ts'
import type { Answers } from '../types.ts'

/** Units that are drawn: groups of rows, or rows where each stands for itself. */
export interface Units {
  readonly count: number
  /** Weights of the rows, or of the cells that like rows are merged into, where each unit counts that often. */
  readonly spread: (times: Float64Array) => Float64Array
}

/** @param cells what each row is merged into, numbered from 0; by default it stays by itself */
export function unitsOf(answers: Answers, cells?: Pick<MergedRows, 'of' | 'sizes'>): Units {
  const { groups, rows } = answers
  const own = rowWeights(answers)
  const weights = new Float64Array(cells ? cells.sizes.length : rows)
  return {
    count: unitCount(answers),
    spread: (times) => {
      weights.fill(0)
      for (let row = 0; row < rows; row += 1) {
        const cell = cells ? (cells.of[row] ?? 0) : row
        weights[cell] = (weights[cell] ?? 0) + (own[row] ?? 0) * (times[groups ? (groups[row] ?? 0) : row] ?? 0)
      }
      return weights
    },
  }
}

/** As many units as the weights of these rows are worth; 0 where there are none. */
export function worthOf(answers: Answers, has: (row: number) => boolean = () => true): number {
  if (!answers.groups && !answers.weights) return countOf(answers.rows, has)
  const sums = new Float64Array(unitCount(answers))
  const own = rowWeights(answers)
  for (let row = 0; row < answers.rows; row += 1) {
    const unit = answers.groups?.[row] ?? row
    if (has(row)) sums[unit] = (sums[unit] ?? 0) + (own[row] ?? 0)
  }
  return effectiveNumber(sums)
}

function countOf(rows: number, has: (row: number) => boolean): number {
  let count = 0
  for (let row = 0; row < rows; row += 1) if (has(row)) count += 1
  return count
}

function unitCount({ groups, rows }: Answers): number {
  return groups ? groups.reduce((most, group) => Math.max(most, group + 1), 0) : rows
}
