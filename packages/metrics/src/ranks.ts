import type { Evaluator } from '@trainyard/statistics'
import { oncePerClass } from './once.ts'
import { ascendingOrder } from './order.ts'
import type { Answers } from './types.ts'

/** Rows by the probability that they are of a class, the highest first. */
export interface Ranked {
  /** Row numbers. */
  readonly order: Uint32Array
  /** 1 where the label is the class; in the order of `order`, as is `lastOfTie`. */
  readonly positive: Uint8Array
  /** 1 at the last of rows with the same probability. */
  readonly lastOfTie: Uint8Array
}

/** Sorts the rows once. */
export const byScore = oncePerClass(rank)

function rank({ rows, classes, labels, probabilities }: Answers, classIndex: number): Ranked {
  const score = new Float64Array(rows)
  for (let row = 0; row < rows; row += 1) score[row] = probabilities?.[row * classes.length + classIndex] ?? 0
  const order = ascendingOrder(score).reverse()
  const [positive, lastOfTie] = [new Uint8Array(rows), new Uint8Array(rows).fill(1)]
  for (let at = 0; at < rows; at += 1) {
    const row = order[at] ?? 0
    if (labels[row] === classIndex) positive[at] = 1
    if (at + 1 < rows && score[row] === score[order[at + 1] ?? 0]) lastOfTie[at] = 0
  }
  return { order, positive, lastOfTie }
}

/** Classes whose curves are averaged; of two classes, the second says it all. */
export function classesAsked({ classes }: Answers, classIndex: number): readonly number[] {
  if (classIndex >= 0) return [classIndex]
  return classes.length === 2 ? [1] : classes.map((_, index) => index)
}

/** One pass over the rows from the highest score down: pairs won plus half the ties, over all pairs. */
export function areaOf({ order, positive, lastOfTie }: Ranked): Evaluator {
  return (weights) => {
    let [won, above, all, tiedPositive, tiedNegative] = [0, 0, 0, 0, 0]
    for (let at = 0; at < order.length; at += 1) {
      const weight = weights[order[at] ?? 0] ?? 0
      if (positive[at] === 1) tiedPositive += weight
      else tiedNegative += weight
      if (lastOfTie[at] === 0) continue
      won += tiedNegative * (above + tiedPositive / 2)
      above += tiedPositive
      all += tiedNegative
      tiedPositive = 0
      tiedNegative = 0
    }
    return won / (above * all)
  }
}
