import { meanLimits, skewedMeanLimits } from '@trainyard/statistics'
import { weightedMean } from './counts.ts'
import { carriersOf } from './intervals/carriers.ts'
import { type LeftOut, meansWithout } from './intervals/left-out.ts'
import { overRows, pairedRows } from './intervals/paired.ts'
import { logRatioLimits } from './intervals/transformed.ts'
import type { Answers, Methods, Metric } from './types.ts'

type Described = Pick<Metric, 'name' | 'summary' | 'source' | 'task' | 'needsProbabilities'> &
  Partial<Pick<Metric, 'alsoKnownAs' | 'range' | 'obstacle' | 'ofOrder'>>

/** Of a function of rows. */
export const rowMethods: Methods = {
  interval: 'bootstrap, BCa; above 5,000 rows jackknife of groups',
  difference: 'paired bootstrap, BCa; above 5,000 rows jackknife of groups',
}

/**
 * A mean of one loss a row. The difference of two has as many degrees of freedom as rows outside the commonest class, less one: of
 * twenty such rows Hall's t held it in 92 of 100.
 */
export function lossMetric(described: Described, losses: (answers: Answers) => Float64Array): Metric {
  const ofClasses = described.task === 'classification'
  const metric: Metric = {
    ...meanMetric(described, losses, (mean) => mean),
    methods: {
      interval: "Hall's t of skewed numbers",
      difference: `${ofClasses ? "Student's t" : 'the same,'} of the differences of rows`,
    },
    difference: ({ candidate, champion }, index, { levels }) => {
      const rival = losses(champion)
      const less = losses(candidate).map((loss, row) => loss - (rival[row] ?? 0))
      if (!ofClasses) return levels.map((level) => ({ ...skewedMeanLimits(less, level), method: 'paired-skewness-t' }))
      const { worth } = carriersOf(metric, candidate, index)
      return levels.map((level) => ({ ...meanLimits(less, level, worth - 1), method: 'paired-student-t' }))
    },
  }
  return metric
}

/** The root of a mean of one squared loss a row. */
export function rootMetric(described: Described, losses: (answers: Answers) => Float64Array): Metric {
  return meanMetric(described, losses, Math.sqrt)
}

/** A share that is saved of what always giving the same answer would cost: 1 less a ratio of two costs. */
export function savedMetric(described: Described & Pick<Metric, 'evaluator'>): Metric {
  const { evaluator } = described
  return {
    ...rowMetric({ ...described, better: 'higher' }),
    methods: { ...rowMethods, interval: 'jackknife of groups, of the logarithm of what is not saved' },
    limits: (answers, index, request) => logRatioLimits(answers, evaluator(answers, index), request),
  }
}

/** A metric of rows, with a bootstrap over them; see `overRows`. */
export function rowMetric(described: Described & Pick<Metric, 'better' | 'evaluator'>, leftOut?: LeftOut): Metric {
  const { evaluator } = described
  return {
    ofClass: 'never',
    obstacle: () => undefined,
    methods: rowMethods,
    limits: (answers, index, request) => overRows(answers, evaluator(answers, index), request),
    difference: pairedRows(evaluator, leftOut),
    ...described,
  }
}

function meanMetric(
  described: Described,
  losses: (answers: Answers) => Float64Array,
  of: (mean: number) => number,
): Metric {
  const evaluator = (answers: Answers) => {
    const values = losses(answers)
    return (weights: Float64Array) => of(weightedMean(values, weights))
  }
  const leftOut: LeftOut = (answers, _, groups) => meansWithout(losses(answers), groups).map(of)
  return {
    ...rowMetric({ ...described, better: 'lower', evaluator }, leftOut),
    methods: { ...rowMethods, interval: "Hall's t of skewed numbers" },
    limits: (answers, _, { levels }) => {
      const values = losses(answers)
      return levels.map((level) => {
        const { low, high, ...rest } = skewedMeanLimits(values, level)
        return { low: of(Math.max(0, low)), high: of(Math.max(0, high)), ...rest }
      })
    },
  }
}
