import { seededRandom } from '@trainyard/ports'
import {
  bcaLimits,
  bootstrap,
  type Evaluator,
  type Interval,
  jackknife,
  percentileLimits,
  type Sampling,
  tango,
} from '@trainyard/statistics'
import { mergeRows, withPseudoRows } from '../cells.ts'
import { unitWeights } from '../counts.ts'
import type { Answers, IntervalRequest, Metric, Pair } from '../types.ts'

type Difference = Metric['difference']
type MakeEvaluator = (answers: Answers, classIndex: number) => Evaluator

/** Tango's interval for the share of right answers among the rows that `counts`. */
export function pairedShare(counts: (label: number, classIndex: number) => boolean): Difference {
  return (pair, classIndex, { levels }) => {
    const compared = discordance(pair, (label) => counts(label, classIndex))
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

/** Paired BCa bootstrap over rows. */
export function pairedRows(evaluator: MakeEvaluator, stratified: boolean): Difference {
  return (pair, classIndex, request) => {
    const limits = bcaOverRows(pair.candidate, difference(evaluator, pair, classIndex), stratified, request)
    return limits.map((interval) => ({ ...interval, method: 'paired-bootstrap-bca' }))
  }
}

/** BCa bootstrap over rows, class by class where `stratified`. */
export function bcaOverRows(
  answers: Answers,
  evaluate: Evaluator,
  stratified: boolean,
  { levels, resamples, seed }: IntervalRequest,
): readonly Interval[] {
  const sampling: Sampling = {
    sizes: unitWeights(answers),
    resamples,
    random: seededRandom(seed),
    ...(stratified && { strata: rowsByLabel(answers) }),
  }
  const [draws = new Float64Array()] = bootstrap(sampling, [evaluate])
  const resampled = { estimate: evaluate(sampling.sizes), draws, jackknife: jackknife(sampling, evaluate) }
  return levels.map((level) => bcaLimits(resampled, level))
}

/** Row numbers of each class that has any. */
export function rowsByLabel({ labels, classes }: Answers): readonly Uint32Array[] {
  const rows = classes.map((): number[] => [])
  labels.forEach((label, row) => {
    rows[label]?.push(row)
  })
  return rows.filter((members) => members.length > 0).map((members) => Uint32Array.from(members))
}

function difference(evaluator: MakeEvaluator, { candidate, champion }: Pair, classIndex: number): Evaluator {
  const first = evaluator(candidate, classIndex)
  const second = evaluator(champion, classIndex)
  return (weights) => first(weights) - second(weights)
}

function discordance({ candidate, champion }: Pair, counts: (label: number) => boolean) {
  let [n, onlyFirst, onlySecond] = [0, 0, 0]
  candidate.labels.forEach((label, row) => {
    if (!counts(label)) return
    const first = candidate.predictions[row] === label
    const second = champion.predictions[row] === label
    n += 1
    if (first && !second) onlyFirst += 1
    if (second && !first) onlySecond += 1
  })
  return { n, onlyFirst, onlySecond }
}
