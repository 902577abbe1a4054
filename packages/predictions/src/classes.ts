import type { ColumnType } from '@trainyard/evidence'
import { type ColumnValues, InputError } from '@trainyard/ports'
import type { AnswerLayout } from './layout.ts'
import { fromColumns } from './matrix.ts'

/** Answers of one model. */
export interface Answers {
  readonly predictions: Float64Array
  readonly probabilities?: Float64Array
}

/**
 * A class as it is written in a column's name, in the way that labels of this type are written: Python's `True` and
 * `1.0` are `true` and `1`.
 */
export function className(written: string, type: ColumnType): string {
  if (type === 'boolean') return written.toLowerCase()
  if (type !== 'integer' && type !== 'number') return written
  const value = Number(written)
  return written.trim() !== '' && Number.isInteger(value) ? String(value) : written
}

/** Distinct classes in their order: numbers by size, text by code point, as scikit-learn sorts them. */
export function sortedClasses(values: Iterable<string | number | null>): string[] {
  const distinct = [...new Set(values)].map(String)
  return distinct.every((name) => name !== '' && Number.isFinite(Number(name)))
    ? distinct.sort((a, b) => Number(a) - Number(b))
    : distinct.sort()
}

/** Index into `classes`, or −1. */
export function indices(values: ColumnValues, classes: readonly string[]): Float64Array {
  const index = new Map(classes.map((name, at) => [name, at]))
  return Float64Array.from(values as ArrayLike<string | null>, (value) => index.get(String(value)) ?? -1)
}

/** Rows × classes, row-major, from one column a class. */
export function probabilityMatrix(
  { probabilities }: AnswerLayout,
  columns: ReadonlyMap<string, ColumnValues>,
): Float64Array | undefined {
  if (probabilities.length === 0) return undefined
  return fromColumns(probabilities.map(({ column }) => columns.get(column) ?? []))
}

/** Index of the most probable class of each row; the first where two are equal. */
export function mostProbable(matrix: Float64Array, width: number): Float64Array {
  return Float64Array.from({ length: matrix.length / width }, (_, row) => {
    const share = matrix.subarray(row * width, (row + 1) * width)
    return share.indexOf(Math.max(...share))
  })
}

/** @throws InputError where labels and predictions are of different types and have no value in common */
export function expectComparable(
  labels: { readonly type: ColumnType; readonly values: ColumnValues },
  predictions: { readonly type: ColumnType; readonly values: ColumnValues },
  file: string,
): void {
  if (labels.type === predictions.type) return
  const known = new Set<unknown>(labels.values)
  if (Array.from<unknown>(predictions.values).some((value) => known.has(value))) return
  throw new InputError(
    `labels are of type ${labels.type} (${example(labels.values)}), predictions of type ${predictions.type} ` +
      `(${example(predictions.values)}), and no value is in both`,
    { at: { file, key: 'prediction' }, remedy: 'Write labels and predictions in the same way.' },
  )
}

function example(values: ColumnValues): string {
  return JSON.stringify(values[0])
}
