import type { Interval } from '@trainyard/statistics'
import { mergeRows, seenClasses } from './cells.ts'
import { type ClassCounts, classCounts, ofCounts, ratio, unitWeights } from './counts.ts'
import { averageLimits, type Part } from './intervals/average.ts'
import { rowsLabelled, rowsOutsideCommonest } from './intervals/carriers.ts'
import { hasFewOthers, nothingKnown, overCells, pairedCells } from './intervals/paired.ts'
import { partLimits, type ShareLimits, shareLimits } from './intervals/share.ts'
import type { Answers, Methods, Metric } from './types.ts'

type Described = Pick<Metric, 'name' | 'summary' | 'source' | 'alsoKnownAs' | 'range'>

const shareInterval = 'Wilson; of few Clopper–Pearson'

/** Of a share of rows. */
export const shareMethods: Methods = { interval: shareInterval, difference: 'Tango' }

/** What precision, recall and F1 of one class have in common. */
export interface ClassScore {
  readonly value: (counts: ClassCounts, classIndex: number) => number
  /** Interval from the counts alone, from that of a share. */
  readonly limits: (counts: ClassCounts, classIndex: number, level: number, of: ShareLimits) => Interval
}

/** A metric of one class, from counts. Its difference to a champion is a paired bootstrap unless a better one is given. */
export function classMetric(
  described: Described & Partial<Pick<Metric, 'difference' | 'obstacle' | 'methods' | 'carriedBy' | 'ofShare'>>,
  score: ClassScore,
): Metric {
  const evaluator: Metric['evaluator'] = (answers, classIndex) => (weights) =>
    score.value(classCounts(answers, weights), classIndex)
  return {
    task: 'classification',
    better: 'higher',
    ofClass: 'must',
    needsProbabilities: false,
    ofPredictions: true,
    obstacle: noRowsOfClass,
    methods: { interval: shareInterval, difference: 'paired bootstrap' },
    evaluator,
    limits: (answers, classIndex, { levels }) => {
      const counts = classCounts(answers, unitWeights(answers))
      return levels.map((level) => score.limits(counts, classIndex, level, shareLimits))
    },
    difference: pairedCells(evaluator),
    ...described,
  }
}

/** Which classes a mean is over: those seen among labels or predictions, or among labels alone. */
type ClassesOf = (answers: Answers) => readonly number[]

/** Mean of a class score over classes, plain or weighted by their rows. */
export function averageMetric(
  described: Described & { readonly average: 'macro' | 'weighted'; readonly over?: ClassesOf },
  score: ClassScore,
): Metric {
  const { average, over = seenClasses, ...rest } = described
  const evaluator: Metric['evaluator'] = (answers) => {
    const seen = over(answers)
    return (weights) => meanValues(classCounts(answers, weights), seen, average, score).mean
  }
  return {
    task: 'classification',
    better: 'higher',
    ofClass: 'never',
    needsProbabilities: false,
    ofPredictions: true,
    obstacle: () => undefined,
    methods: { interval: 'MOVER of the classes', difference: 'paired bootstrap' },
    evaluator,
    limits: (answers, _, request) => {
      if (average === 'macro' && hasFewOthers(answers)) return request.levels.map(nothingKnown)
      const { pair, sizes } = mergeRows({ candidate: answers, champion: answers })
      const merged = pair.candidate
      const counts = classCounts(merged, sizes)
      const seen = over(merged)
      const parts = seen.map(
        (index): Part => ({
          share: average === 'macro' ? 1 / seen.length : ratio(counts.actual[index] ?? 0, counts.rows),
          estimate: score.value(counts, index),
          limits: request.levels.map((level) => score.limits(counts, index, level, partLimits)),
        }),
      )
      const values = (weights: Float64Array) => meanValues(classCounts(merged, weights), seen, average, score)
      return averageLimits({ parts, values, drawFrom: { sizes } }, request)
    },
    difference: pairedCells(evaluator),
    ...(average === 'weighted' && { carriedBy: rowsOutsideCommonest }),
    ...rest,
  }
}

/** A metric of all classes together, from counts. Interval and difference: bootstrap of cells with half pseudo-rows. */
export function countsMetric(
  described: Described & Partial<Pick<Metric, 'obstacle'>>,
  value: (counts: ClassCounts) => number,
): Metric {
  const evaluator: Metric['evaluator'] = ofCounts(value)
  return {
    task: 'classification',
    better: 'higher',
    ofClass: 'never',
    needsProbabilities: false,
    ofPredictions: true,
    obstacle: () => undefined,
    methods: { interval: 'bootstrap of counts', difference: 'paired bootstrap' },
    carriedBy: (answers, index) => (index < 0 ? rowsOutsideCommonest(answers) : [rowsLabelled(answers, index)]),
    evaluator,
    limits: overCells(evaluator),
    difference: pairedCells(evaluator),
    ...described,
  }
}

export function noRowsOfClass({ labels, classes }: Answers, classIndex: number): string | undefined {
  return labels.includes(classIndex) ? undefined : `no row has the label ${classes[classIndex]}`
}

/** Mean of a class score over the classes that are seen, and each of them. */
export function meanValues(
  counts: ClassCounts,
  seen: readonly number[],
  average: 'macro' | 'weighted',
  score: Pick<ClassScore, 'value'>,
) {
  const parts = new Float64Array(seen.length)
  let [sum, shares] = [0, 0]
  for (const [at, index] of seen.entries()) {
    const share = average === 'macro' ? 1 : (counts.actual[index] ?? 0)
    const value = score.value(counts, index)
    parts[at] = value
    sum += share * value
    shares += share
  }
  return { mean: ratio(sum, shares), parts }
}
