import { seededRandom } from '@trainyard/ports'
import {
  bcaLimits,
  bootstrap,
  type Evaluator,
  type Interval,
  jackknife,
  jackknifeLimits,
  percentileLimits,
  type Sampling,
  tango,
} from '@trainyard/statistics'
import { mergeRows, withPseudoRows } from '../cells.ts'
import { unitWeights } from '../counts.ts'
import type { Answers, IntervalRequest, Metric, Pair } from '../types.ts'
import { fewestOthers } from './carriers.ts'
import { type Groups, type LeftOut, leaveOut, randomGroups } from './left-out.ts'

type Difference = Metric['difference']
type MakeEvaluator = (answers: Answers, classIndex: number) => Evaluator

/** Whether a row's prediction is right, for the question at hand. */
type IsRight = (prediction: number, label: number, classIndex: number) => boolean

/** Tango's interval for the share of right answers among the rows whose label `counts`. */
export function pairedShare(counts: (label: number, classIndex: number) => boolean): Difference {
  return pairedShareWhere(counts, (prediction, label) => prediction === label)
}

/** The same, with a meaning of `right` of its own. */
export function pairedShareWhere(counts: (label: number, classIndex: number) => boolean, isRight: IsRight): Difference {
  return (pair, classIndex, { levels }) => {
    const right = (answers: Answers) => (row: number, label: number) =>
      isRight(answers.predictions[row] ?? 0, label, classIndex)
    const compared = discordance(pair, (label) => counts(label, classIndex), right)
    return levels.map((level) => tango(compared, level))
  }
}

/** Paired bootstrap of label and both predictions, with half pseudo-rows so that no discordance is no proof. */
export function pairedCells(evaluator: MakeEvaluator): Difference {
  return (pair, classIndex, { levels, resamples, seed }) => {
    const { pair: merged, sizes } = withPseudoRows(mergeRows(pair))
    const sampling = { sizes, rows: pair.candidate.rows, resamples, random: seededRandom(seed) }
    const [draws = new Float64Array()] = bootstrap(sampling, [difference(evaluator, merged, classIndex)])
    return levels.map((level) => ({ ...percentileLimits(draws, level), method: 'paired-bootstrap' }))
  }
}

/**
 * Percentile bootstrap of label and prediction, with half pseudo-rows so that no error at all is no proof that none can
 * be. The pseudo-rows draw the limits towards them; they are moved out to hold the estimate.
 */
export function overCells(evaluator: MakeEvaluator): Metric['limits'] {
  return (answers, classIndex, { levels, resamples, seed }) => {
    if (hasFewOthers(answers)) return levels.map(nothingKnown)
    const { pair, sizes } = withPseudoRows(mergeRows({ candidate: answers, champion: answers }))
    const sampling = { sizes, rows: answers.rows, resamples, random: seededRandom(seed) }
    const [draws = new Float64Array()] = bootstrap(sampling, [evaluator(pair.candidate, classIndex)])
    const estimate = evaluator(answers, classIndex)(unitWeights(answers))
    return levels.map((level) => {
      const { low, high } = percentileLimits(draws, level)
      return { low: Math.min(low, estimate), high: Math.max(high, estimate), level, method: 'bootstrap' }
    })
  }
}

/** Too few rows outside the commonest class to say anything about agreement or what is saved. */
export function hasFewOthers(answers: Answers): boolean {
  return answers.task === 'classification' && outsideCommonest(answers) < fewestOthers
}

function outsideCommonest({ labels, classes, rows }: Answers): number {
  const counts = new Float64Array(classes.length)
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
  return rows - Math.max(...counts)
}

export function nothingKnown(level: number): Interval {
  return { low: Number.NaN, high: Number.NaN, level, method: 'none' }
}

/** Paired intervals over rows. */
export function pairedRows(evaluator: MakeEvaluator, leftOut?: LeftOut): Difference {
  return (pair, classIndex, request) => {
    const quick =
      leftOut &&
      ((groups: Groups) => {
        const [first, second] = [pair.candidate, pair.champion].map((side) => leftOut(side, classIndex, groups))
        return first?.map((value, group) => value - (second?.[group] ?? 0)) ?? new Float64Array()
      })
    const evaluate = difference(evaluator, pair, classIndex)
    const limits = overRows(pair.candidate, evaluate, request, quick)
    return limits.map((interval) => ({ ...interval, method: `paired-${interval.method}` }))
  }
}

/** Above this many rows a jackknife of groups takes the place of the bootstrap, which would say the same. */
export const manyRows = 5_000

/**
 * Intervals over rows: BCa bootstrap; of many rows the delete-a-group jackknife.
 * @param leftOut values without each group of rows, where they can be had faster than one by one
 */
export function overRows(
  answers: Answers,
  evaluate: Evaluator,
  request: IntervalRequest,
  leftOut?: (groups: Groups) => Float64Array,
): readonly Interval[] {
  if (answers.rows <= manyRows) return bcaOverRows(answers, evaluate, request)
  const groups = randomGroups(answers.rows, request.seed)
  const values = leftOut ? leftOut(groups) : leaveOut(answers, evaluate, groups)
  const estimate = evaluate(unitWeights(answers))
  const known = [...values].filter(Number.isFinite)
  return request.levels.map((level) => jackknifeLimits(estimate, known, level))
}

function bcaOverRows(
  answers: Answers,
  evaluate: Evaluator,
  { levels, resamples, seed }: IntervalRequest,
): readonly Interval[] {
  const sampling: Sampling = { sizes: unitWeights(answers), resamples, random: seededRandom(seed) }
  const [draws = new Float64Array()] = bootstrap(sampling, [evaluate])
  const resampled = { estimate: evaluate(sampling.sizes), draws, jackknife: jackknife(sampling, evaluate) }
  return levels.map((level) => bcaLimits(resampled, level))
}

function difference(evaluator: MakeEvaluator, { candidate, champion }: Pair, classIndex: number): Evaluator {
  const first = evaluator(candidate, classIndex)
  const second = evaluator(champion, classIndex)
  return (weights) => first(weights) - second(weights)
}

/** Whether a row is answered rightly. */
export type RightRow = (answers: Answers) => (row: number, label: number) => boolean

/** Rows that count, and those that only one of the two answers rightly. */
export function discordance({ candidate, champion }: Pair, counts: (label: number) => boolean, right: RightRow) {
  const [first, second] = [right(candidate), right(champion)]
  let [n, onlyFirst, onlySecond] = [0, 0, 0]
  candidate.labels.forEach((label, row) => {
    if (!counts(label)) return
    n += 1
    if (first(row, label) === second(row, label)) return
    if (first(row, label)) onlyFirst += 1
    else onlySecond += 1
  })
  return { n, onlyFirst, onlySecond }
}
