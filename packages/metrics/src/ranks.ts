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

const ranked = new WeakMap<Answers, Map<number, Ranked>>()

/** Sorts the rows once, however many metrics ask. */
export function byScore(answers: Answers, classIndex: number): Ranked {
  const known = ranked.get(answers) ?? new Map<number, Ranked>()
  ranked.set(answers, known)
  const found = known.get(classIndex) ?? rank(answers, classIndex)
  known.set(classIndex, found)
  return found
}

function rank({ rows, classes, labels, probabilities }: Answers, classIndex: number): Ranked {
  const score = Float64Array.from({ length: rows }, (_, row) => probabilities?.[row * classes.length + classIndex] ?? 0)
  const order = Uint32Array.from(score, (_, row) => row).sort((a, b) => (score[b] ?? 0) - (score[a] ?? 0))
  const positive = Uint8Array.from(order, (row) => (labels[row] === classIndex ? 1 : 0))
  const lastOfTie = Uint8Array.from(order, (row, at) => (score[row] === score[order[at + 1] ?? -1] ? 0 : 1))
  return { order, positive, lastOfTie }
}

/** Classes whose curves are averaged; of two classes, the second says it all. */
export function classesAsked({ classes }: Answers, classIndex: number): readonly number[] {
  if (classIndex >= 0) return [classIndex]
  return classes.length === 2 ? [1] : classes.map((_, index) => index)
}
