import { effectiveNumber, meanLimits, skewedMeanLimits } from '@trainyard/statistics'
import { weightedMean } from './counts.ts'
import { carriersOf } from './intervals/carriers.ts'
import { type LeftOut, meansWithout } from './intervals/left-out.ts'
import { overRows, pairedRows } from './intervals/paired.ts'
import { studentDifference, studentMethod } from './intervals/student.ts'
import { logRatioLimits } from './intervals/transformed.ts'
import type { Answers, Methods, Metric } from './types.ts'

type Described = Pick<Metric, 'name' | 'summary' | 'source' | 'task' | 'needsProbabilities'> &
  Partial<Pick<Metric, 'alsoKnownAs' | 'range' | 'obstacle' | 'ofOrder'>>

const overRowsMethod = 'bootstrap, BCa; above 5,000 rows jackknife of groups'

/** Of a function of rows. */
const rowMethods: Methods = { interval: overRowsMethod, difference: studentMethod }

/**
 * A mean of one loss a row. The difference of two has a degree of freedom less than rows that carry it, which of classes are those
 * outside the commonest one: with twenty of those Hall's t held it in 92 of 100.
 */
export function lossMetric(described: Described, losses: (answers: Answers) => Float64Array): Metric {
  const metric: Metric = {
    ...meanMetric(described, losses, (mean) => mean),
    methods: {
      interval: "Hall's t of skewed numbers",
      difference: "Student's t of the differences of rows",
    },
    difference: ({ candidate, champion }, index, { levels }) => {
      const rival = losses(champion)
      const less = losses(candidate).map((loss, row) => loss - (rival[row] ?? 0))
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

/** A metric of rows. Its interval is a bootstrap over them, see `overRows`; of an order its difference, too. */
export function rowMetric(described: Described & Pick<Metric, 'better' | 'evaluator'>, leftOut?: LeftOut): Metric {
  const { evaluator, ofOrder } = described
  const metric: Metric = {
    ofClass: 'never',
    obstacle: () => undefined,
    methods: ofOrder ? { ...rowMethods, difference: `paired ${overRowsMethod}` } : rowMethods,
    limits: (answers, index, request) => overRows(answers, evaluator(answers, index), request),
    difference: ofOrder ? pairedRows(evaluator, leftOut) : studentDifference(() => metric, leftOut),
    ...described,
  }
  return metric
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
      // Where few errors are large, the mean hangs on these.
      const freedom = described.task === 'regression' ? effectiveNumber(values) - 1 : undefined
      return levels.map((level) => {
        const { low, high, ...rest } = skewedMeanLimits(values, level, freedom)
        return { low: of(Math.max(0, low)), high: of(Math.max(0, high)), ...rest }
      })
    },
  }
}
