import type { MetricFamily, ParameterValues } from '../../parameters.ts'
import type { Metric } from '../../types.ts'
import { betaParameter, fBeta } from '../classes/f-beta.ts'
import { f1 } from '../classes/f1.ts'
import { precision } from '../classes/precision.ts'
import { recall } from '../classes/recall.ts'
import { specificity } from '../classes/specificity.ts'
import { type Area, areaOfLabels, areaOver, precisionArea, rocArea } from './areas.ts'
import { type Average, averageOver, averages, scored } from './averages.ts'
import { jaccard } from './jaccard.ts'
import { labelMetric } from './one-label.ts'
import { hammingLoss, subsetAccuracy } from './rows.ts'
import { fBetaScore } from './scores.ts'
import { cutLabels, labelThreshold } from './threshold.ts'

const average = {
  name: 'average',
  what: 'the mean, in place of one label',
  kind: 'choice',
  choices: averages,
} as const

/** Metrics of several labels a row that take parameters. */
export const multilabelFamilies: readonly MetricFamily[] = [
  {
    name: 'f_beta',
    summary: 'Weighted harmonic mean of precision and recall: recall counts beta² times as much.',
    source: 'fbeta_score',
    example: 'f_beta(2, average=samples)',
    parameters: [betaParameter, average, labelThreshold],
    make: ({ beta, average, threshold }) => {
      const described = { name: 'f_beta', title: `F-beta, β = ${beta}`, source: 'fbeta_score' }
      const over = (one: Average) => averageOver({ ...described, score: fBetaScore(Number(beta)) }, one)
      return cutLabels(averaged(average, over) ?? labelMetric(fBeta(Number(beta))), threshold)
    },
  },
  scoreFamily(precision, (one) => averageOver(scored.precision, one)),
  scoreFamily(recall, (one) => averageOver(scored.recall, one)),
  scoreFamily(f1, (one) => averageOver(scored.f1, one)),
  scoreFamily(jaccard, (one) => averageOver(scored.jaccard, one)),
  cutFamily(labelMetric(specificity), 'specificity(threshold=0.3)[news]'),
  cutFamily(subsetAccuracy, 'accuracy(threshold=0.3)'),
  cutFamily(hammingLoss, 'hamming_loss(threshold=0.3)'),
  areaFamily(rocArea),
  areaFamily(precisionArea),
]

function averaged(value: ParameterValues[string], make: (one: Average) => Metric): Metric | undefined {
  const over = averages.find((known) => known === value)
  return over && make(over)
}

/** A metric of one label, with its means. */
function scoreFamily(metric: Metric, over: (one: Average) => Metric): MetricFamily {
  const { name, summary, source } = metric
  return {
    ...{ name, summary, source },
    example: `${name}(average=samples)`,
    parameters: [average, labelThreshold],
    make: ({ average: value, threshold }) => cutLabels(averaged(value, over) ?? labelMetric(metric), threshold),
  }
}

function cutFamily(metric: Metric, example: string): MetricFamily {
  const { name, summary, source } = metric
  return {
    ...{ name, summary, source, example },
    parameters: [labelThreshold],
    make: ({ threshold }) => cutLabels(metric, threshold),
  }
}

function areaFamily(area: Area): MetricFamily {
  const { name, summary, source } = areaOfLabels(area)
  return {
    ...{ name, summary, source },
    example: `${name}(average=micro)`,
    parameters: [average],
    make: ({ average: value }) => averaged(value, (one) => areaOver(area, one)) ?? areaOfLabels(area),
  }
}
