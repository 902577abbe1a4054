import type { Evaluator } from '@trainyard/statistics'
import type { Answers } from './types.ts'

/** Weighted counts per class: all that metrics of predicted classes depend on. */
export interface ClassCounts {
  readonly rows: number
  /** Rows of the class that were predicted as it. */
  readonly hits: Float64Array
  /** Rows whose label is the class. */
  readonly actual: Float64Array
  /** Rows predicted as the class. */
  readonly predicted: Float64Array
}

export function classCounts({ classes, labels, predictions }: Answers, weights: Float64Array): ClassCounts {
  const [hits, actual, predicted] = [classes, classes, classes].map((names) => new Float64Array(names.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  let rows = 0
  for (let row = 0; row < weights.length; row += 1) {
    const weight = weights[row] ?? 0
    const label = labels[row] ?? 0
    const prediction = predictions[row] ?? 0
    rows += weight
    actual[label] = (actual[label] ?? 0) + weight
    predicted[prediction] = (predicted[prediction] ?? 0) + weight
    if (label === prediction) hits[label] = (hits[label] ?? 0) + weight
  }
  return { rows, hits, actual, predicted }
}

const units = new WeakMap<Answers, Float64Array>()

/** A weight of one for each row: made once, however many metrics ask, and for reading alone. */
export function unitWeights(answers: Answers): Float64Array {
  const known = units.get(answers) ?? new Float64Array(answers.rows).fill(1)
  units.set(answers, known)
  return known
}

/** What each row weighs: its own weight, or one. */
export function rowWeights(answers: Answers): Float64Array {
  return answers.weights ?? unitWeights(answers)
}

/** Turns a function of the counts into one of row weights. */
export function ofCounts(value: (counts: ClassCounts) => number): (answers: Answers) => Evaluator {
  return (answers) => (weights) => value(classCounts(answers, weights))
}

/** Part of a whole, or 0 where there is no whole: scikit-learn's `zero_division=0`. */
export function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

/** counts[label][prediction]. scikit-learn: confusion_matrix with all classes as `labels`. */
export function confusionMatrix({ classes, labels, predictions }: Answers): readonly (readonly number[])[] {
  const counts = classes.map(() => new Array<number>(classes.length).fill(0))
  labels.forEach((label, row) => {
    const line = counts[label]
    const prediction = predictions[row] ?? 0
    if (line) line[prediction] = (line[prediction] ?? 0) + 1
  })
  return counts
}

/** Mean of one value a row. */
export function weightedMean(values: Float64Array, weights: Float64Array): number {
  let [sum, count] = [0, 0]
  for (let row = 0; row < values.length; row += 1) {
    const weight = weights[row] ?? 0
    sum += weight * (values[row] ?? 0)
    count += weight
  }
  return sum / count
}
