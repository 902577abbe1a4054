import { seenClasses } from '../../cells.ts'
import { type ClassCounts, classCounts, ratio } from '../../counts.ts'
import { countsMetric, meanValues, noRowsOfClass } from '../../family.ts'
import { overCells, pairedCells } from '../../intervals/paired.ts'
import type { Parameter } from '../../parameters.ts'
import type { Metric } from '../../types.ts'
import { accuracy } from './accuracy.ts'

export const averageParameter: Parameter = {
  name: 'average',
  what: 'the mean over classes, in place of one class',
  kind: 'choice',
  choices: ['macro', 'micro', 'weighted'],
}

export const betaParameter: Parameter = {
  name: 'beta',
  what: 'how much more recall counts',
  kind: 'number',
  range: [0, Number.POSITIVE_INFINITY],
  open: true,
  required: true,
}

/**
 * Weighted harmonic mean of precision and recall: recall counts β² times as much. (1 + β²) tp ÷ ((1 + β²) tp + β² fn + fp),
 * van Rijsbergen (1979). Interval: bootstrap of counts.
 */
export function fBeta(beta: number, average?: number | string): Metric {
  const value = (counts: ClassCounts, index: number) => fBetaOf(counts, index, beta * beta)
  const described = {
    name: 'f_beta',
    summary: `F-beta, β = ${beta}: recall counts β² times as much as precision.`,
    source: `fbeta_score(beta=${beta}, average=${average === undefined ? 'None' : `'${average}'`})`,
  }
  if (average === 'micro') return { ...accuracy, ...described }
  if (average === undefined) return ofOneClass(described, value)
  const mean = average === 'macro' ? 'macro' : 'weighted'
  return {
    ...countsMetric(described, () => 0),
    ...withEvaluator((answers) => {
      const seen = seenClasses(answers)
      return (weights) => meanValues(classCounts(answers, weights), seen, mean, { value }).mean
    }),
  }
}

function ofOneClass(
  described: Pick<Metric, 'name' | 'summary' | 'source'>,
  value: (counts: ClassCounts, index: number) => number,
): Metric {
  return {
    ...countsMetric(described, () => 0),
    ...withEvaluator((answers, index) => (weights) => value(classCounts(answers, weights), index)),
    ofClass: 'must',
    obstacle: noRowsOfClass,
  }
}

function withEvaluator(evaluator: Metric['evaluator']): Pick<Metric, 'evaluator' | 'limits' | 'difference'> {
  return { evaluator, limits: overCells(evaluator), difference: pairedCells(evaluator) }
}

function fBetaOf({ hits, actual, predicted }: ClassCounts, index: number, square: number): number {
  const [right, all, answered] = [hits[index] ?? 0, actual[index] ?? 0, predicted[index] ?? 0]
  return ratio((1 + square) * right, square * all + answered)
}
