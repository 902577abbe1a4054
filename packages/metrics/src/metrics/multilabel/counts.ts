import type { ClassCounts } from '../../counts.ts'
import type { Answers } from '../../types.ts'

/** Weighted counts of each label over the rows. */
export function labelCounts({ classes, labels, predictions }: Answers, weights: Float64Array): ClassCounts {
  const width = classes.length
  const zeros = () => new Float64Array(width)
  const [hits, actual, predicted] = [zeros(), zeros(), zeros()]
  let rows = 0
  for (let row = 0; row < weights.length; row += 1) {
    const weight = weights[row] ?? 0
    rows += weight
    for (let label = 0; label < width; label += 1) {
      const [truth, answer] = [labels[row * width + label] ?? 0, predictions[row * width + label] ?? 0]
      actual[label] = (actual[label] ?? 0) + weight * truth
      predicted[label] = (predicted[label] ?? 0) + weight * answer
      hits[label] = (hits[label] ?? 0) + weight * truth * answer
    }
  }
  return { rows, hits, actual, predicted }
}

/** What is in the truth of one row, in its answer, and in both. */
export function rowCounts({ classes, labels, predictions }: Answers, row: number) {
  let [hits, actual, predicted] = [0, 0, 0]
  for (let at = row * classes.length; at < (row + 1) * classes.length; at += 1) {
    const [truth, answer] = [labels[at] ?? 0, predictions[at] ?? 0]
    actual += truth
    predicted += answer
    hits += truth * answer
  }
  return { hits, actual, predicted }
}
