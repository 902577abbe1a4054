import { boundedMeanLimits, meanLimits, skewedMeanLimits } from '@trainyard/statistics'
import { unitWeights, weightedMean } from '../../counts.ts'
import { allRows } from '../../intervals/carriers.ts'
import { designDifference, designLimits } from '../../intervals/design.ts'
import { shareLimits } from '../../intervals/share.ts'
import { studentMethod } from '../../intervals/student.ts'
import { hasWidth } from '../../intervals/width.ts'
import type { Answers, Methods, Metric } from '../../types.ts'

type Described = Pick<Metric, 'name' | 'summary' | 'source'> &
  Partial<Pick<Metric, 'alsoKnownAs' | 'obstacle' | 'needsProbabilities' | 'better' | 'range' | 'carriedBy'>>

const shared = {
  task: 'multilabel',
  better: 'higher',
  ofClass: 'never',
  needsProbabilities: false,
  obstacle: () => undefined,
} as const

const drawn: Methods = {
  interval: 'Wilson over effective rows',
  difference: studentMethod,
}

/** A metric of the labels of all rows; rows are drawn whole, as their labels depend on each other. */
export function drawnMetric(described: Described & Pick<Metric, 'evaluator'>): Metric {
  const metric: Metric = {
    ...shared,
    methods: drawn,
    limits: (answers, index, request) => designLimits(metric, answers, index, request),
    difference: (pair, index, request) => designDifference(metric, pair, index, request),
    ...described,
  }
  return metric
}

/** A mean of one value a row. Where no row differs at the edge of a share, Wilson over the rows. */
export function rowMeanMetric(described: Described, values: (answers: Answers) => Float64Array): Metric {
  const mean = (answers: Answers) => {
    const each = values(answers)
    return (weights: Float64Array) => weightedMean(each, weights)
  }
  const isShare = described.range?.[1] !== Number.POSITIVE_INFINITY
  return {
    ...shared,
    methods: {
      interval: isShare ? drawn.interval : "Hall's t of skewed numbers",
      difference: "Student's t of the differences of rows",
    },
    evaluator: mean,
    carriedBy: allRows,
    limits: (answers, _, { levels }) => {
      const each = values(answers)
      if (!isShare) return levels.map((level) => skewedMeanLimits(each, level))
      const found = levels.map((level) => boundedMeanLimits(each, level))
      if (found.every(hasWidth)) return found
      const value = mean(answers)(unitWeights(answers))
      return levels.map((level) => shareLimits(value * each.length, each.length, level))
    },
    difference: ({ candidate, champion }, _, { levels }) => {
      const rival = values(champion)
      const apart = values(candidate).map((value, row) => value - (rival[row] ?? 0))
      return levels.map((level) => ({ ...meanLimits(apart, level), method: 'paired-student-t' }))
    },
    ...described,
  }
}
