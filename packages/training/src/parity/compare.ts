import type { Answers } from './answers.ts'

export interface RowDifference {
  /** Index among the compared rows. */
  readonly row: number
  readonly difference: number
}

export interface Comparison {
  /** Of any row. */
  readonly greatest: number
  /** Rows that differ by more than the tolerance, the worst first. */
  readonly differing: readonly RowDifference[]
}

/**
 * How two models' answers to the same rows differ. The difference of a row is that of its probabilities, the greatest of
 * them; of a number, relative to its size or to the spread (standard deviation) of all answers, whichever is greater, since
 * near zero the size alone says nothing; of a label 0 or 1. What is no number in both does not differ.
 */
export function compareAnswers(original: Answers, converted: Answers, tolerance: number): Comparison {
  const differences = rowDifferences(original, converted)
  const greatest = differences.reduce((most, each) => Math.max(most, each), 0)
  const differing = [...differences]
    .map((difference, row) => ({ row, difference }))
    .filter(({ difference }) => difference > tolerance)
    .sort((a, b) => b.difference - a.difference || a.row - b.row)
  return { greatest, differing }
}

function rowDifferences(original: Answers, converted: Answers): readonly number[] {
  if (original.measure === 'label')
    return original.labels.map((label, row) =>
      converted.measure === 'label' && converted.labels[row] === label ? 0 : 1,
    )
  const theirs = converted.measure === 'label' ? new Float64Array() : converted.values
  const { width, values } = original
  const scale = original.measure === 'relative' ? spread(values) : undefined
  return Array.from({ length: values.length / width }, (_, row) => {
    const cells = Array.from({ length: width }, (_, at) =>
      cell(values[row * width + at], theirs[row * width + at], scale),
    )
    return Math.max(...cells)
  })
}

/** @param scale least size that a number counts as; undefined for probabilities */
function cell(ours = Number.NaN, theirs = Number.NaN, scale?: number): number {
  if (!Number.isFinite(ours) && !Number.isFinite(theirs)) return 0
  const difference = Math.abs(ours - theirs)
  if (!Number.isFinite(difference)) return Number.MAX_VALUE
  return scale === undefined || difference === 0 ? difference : difference / Math.max(Math.abs(ours), scale)
}

function spread(values: Float64Array): number {
  const known = values.filter(Number.isFinite)
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length)
}
