import { meanLimits, percentileLimits, skewedMeanLimits, tango } from '@trainyard/statistics'
import { rowWeights } from '../counts.ts'
import { allRows } from '../intervals/carriers.ts'
import { nothingKnown, overRows, pairedRows } from '../intervals/paired.ts'
import { shareLimits } from '../intervals/share.ts'
import type { Answers, Metric } from '../types.ts'
import { formulaOf, formulaWithout, meanOf, namesOf } from './formula.ts'
import type { CustomMetric, Formula } from './types.ts'

/** A metric of the user's own, for answers of a task. */
export function customMetric(custom: CustomMetric, task: Answers['task']): Metric {
  const { name, better, source, formula, estimateOnly } = custom
  return {
    ...{ name, better, source, task },
    summary: source,
    ofClass: 'never',
    needsProbabilities: false,
    carriedBy: allRows,
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    ...(estimateOnly !== undefined && { estimateOnly }),
    ...(formula ? ofRows(name, formula) : ofAllRows(name)),
  }
}

type Measuring = Pick<Metric, 'methods' | 'obstacle' | 'evaluator' | 'limits' | 'difference' | 'ownDesign'>

function ofRows(name: string, formula: Formula): Measuring {
  const mean = meanOf(formula)
  const evaluator: Metric['evaluator'] = (answers) => formulaOf(formula, answers)
  const drawn = pairedRows(evaluator, (answers, _, groups) => formulaWithout(formula, answers, groups))
  return {
    methods: { interval: "Wilson, Hall's t, or bootstrap", difference: "Tango, Student's t, or bootstrap" },
    obstacle: (answers) => obstacleOf(name, formula, answers),
    evaluator,
    limits: (answers, index, request) => {
      const values = mean === undefined ? undefined : valuesOf(answers, mean)
      if (values) return request.levels.map((level) => limitsOfMean(values, level))
      const leftOut = (groups: Parameters<typeof formulaWithout>[2]) => formulaWithout(formula, answers, groups)
      return overRows(answers, evaluator(answers, index), request, leftOut)
    },
    difference: (pair, index, request) => {
      if (mean === undefined) return drawn(pair, index, request)
      const [own, other] = [valuesOf(pair.candidate, mean), valuesOf(pair.champion, mean)]
      return request.levels.map((level) => differenceLimits(own, other, level))
    },
  }
}

/** Known of all rows together alone, with resamples or without. */
function ofAllRows(name: string): Measuring {
  const wholeOf = ({ custom }: Answers) => custom?.whole.get(name)
  return {
    ownDesign: true,
    methods: { interval: 'percentile bootstrap', difference: 'the same, paired' },
    obstacle: (answers) => {
      if (wholeOf(answers) === undefined) return lacking
      return answers.weights ? 'it is no sum or mean over rows, so that it cannot weigh them' : undefined
    },
    evaluator: (answers) => () => wholeOf(answers)?.value ?? Number.NaN,
    limits: (answers, _, { levels }) => {
      const draws = wholeOf(answers)?.draws
      return levels.map((level) => drawnLimits(draws, level))
    },
    difference: ({ candidate, champion }, _, { levels }) => {
      const [own, other] = [wholeOf(candidate)?.draws, wholeOf(champion)?.draws]
      const draws = own && other && own.map((value, at) => value - (other[at] ?? Number.NaN))
      return levels.map((level) => drawnLimits(draws, level))
    },
  }
}

/** Where most resamples have no value there is no interval. */
function drawnLimits(draws: Float64Array | undefined, level: number) {
  const known = draws?.filter(Number.isFinite)
  return known && known.length > (draws?.length ?? 0) / 2 ? percentileLimits(known, level) : nothingKnown(level)
}

const lacking = 'it is known of all rows of candidate and champion alone, not of slices or of the baseline'

function obstacleOf(name: string, formula: Formula, answers: Answers): string | undefined {
  if (namesOf(formula).some((one) => !answers.custom?.rows.has(one))) return lacking
  const value = formulaOf(formula, answers)(rowWeights(answers))
  return Number.isFinite(value) ? undefined : `the value of ${name} is ${value}`
}

function valuesOf({ custom }: Answers, name: string): Float64Array {
  return custom?.rows.get(name) ?? new Float64Array()
}

function isShare(values: Float64Array): boolean {
  return values.every((value) => value === 0 || value === 1)
}

function limitsOfMean(values: Float64Array, level: number) {
  if (!isShare(values)) return skewedMeanLimits(values, level)
  const ones = values.reduce((sum, value) => sum + value, 0)
  return shareLimits(ones, values.length, level)
}

function differenceLimits(own: Float64Array, other: Float64Array, level: number) {
  if (isShare(own) && isShare(other)) {
    const only = (side: Float64Array, rival: Float64Array) =>
      side.reduce((count, value, row) => count + (value === 1 && rival[row] === 0 ? 1 : 0), 0)
    return tango({ n: own.length, onlyFirst: only(own, other), onlySecond: only(other, own) }, level)
  }
  const apart = own.map((value, row) => value - (other[row] ?? Number.NaN))
  return { ...meanLimits(apart, level), method: 'paired-student-t' }
}
