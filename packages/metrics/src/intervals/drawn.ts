import { seededRandom } from '@trainyard/ports'
import { type Evaluator, jackknife, type Sampling } from '@trainyard/statistics'
import { type MergedRows, mergeRows } from '../cells.ts'
import { rowWeights } from '../counts.ts'
import type { Answers, Metric, Pair } from '../types.ts'
import { randomGroups } from './left-out.ts'
import { unitsOf } from './units.ts'

/** A statistic of units: of how often each counts. */
export interface Drawn {
  readonly count: number
  readonly evaluate: Evaluator
  /** Values without each unit, or without each of 200 random groups of units. */
  readonly without: (seed: number) => readonly number[]
}

/** With more cells than these the sums of all groups take more memory than they save time. */
const mostCells = 10_000

/** Like rows are merged where the metric allows it: then a pass over the rows is a sum of weights, and no more. */
export function drawnUnits({ ofPredictions }: Metric, pair: Pair, evaluator: (pair: Pair) => Evaluator): Drawn {
  const cells = ofPredictions ? mergeRows(pair) : undefined
  const { count, spread } = unitsOf(pair.candidate, cells)
  const value = evaluator(cells ? cells.pair : pair)
  const evaluate: Evaluator = (times) => value(spread(times))
  const quick = cells && cells.sizes.length <= mostCells
  return {
    count,
    evaluate,
    without: (seed) =>
      quick
        ? cellsWithout(pair.candidate, cells, { count, evaluate: value }, seed)
        : unitsWithout(evaluate, count, seed),
  }
}

function unitsWithout(evaluate: Evaluator, count: number, seed: number): readonly number[] {
  const sampling: Sampling = { sizes: new Float64Array(count).fill(1), resamples: 0, random: seededRandom(seed) }
  return jackknife(sampling, evaluate)
}

/** The same by what each group adds to each cell: one pass over the rows for all groups. */
function cellsWithout(
  answers: Answers,
  { of, sizes }: MergedRows,
  { count, evaluate }: Pick<Drawn, 'count' | 'evaluate'>,
  seed: number,
): readonly number[] {
  const groups = randomGroups(count, seed)
  const own = rowWeights(answers)
  const whole = new Float64Array(sizes.length)
  const sums = new Float64Array(groups.count * sizes.length)
  for (let row = 0; row < answers.rows; row += 1) {
    const [cell, weight] = [of[row] ?? 0, own[row] ?? 0]
    const at = (groups.of[answers.groups?.[row] ?? row] ?? 0) * sizes.length + cell
    sums[at] = (sums[at] ?? 0) + weight
    whole[cell] = (whole[cell] ?? 0) + weight
  }
  const left = (group: number) => whole.map((sum, cell) => less(sum, sums[group * sizes.length + cell] ?? 0))
  return Array.from({ length: groups.count }, (_, group) => evaluate(left(group))).filter(Number.isFinite)
}

/** What rounding leaves of nothing is nothing. */
function less(sum: number, part: number): number {
  const rest = sum - part
  return rest > 1e-12 * sum ? rest : 0
}
