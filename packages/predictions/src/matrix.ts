import type { PredictionTable } from './types.ts'

/** Numbers a row in `labels` and `predictions`: one, or of several labels a row one for each. */
export function answerWidth({ task, classes }: Pick<PredictionTable, 'task' | 'classes'>): number {
  return task === 'multilabel' ? classes.length : 1
}

/** Some rows of numbers that lie row by row. */
export function pickRows(values: Float64Array, width: number, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length * width).fill(Number.NaN)
  for (const [at, row] of rows.entries()) picked.set(values.subarray(row * width, (row + 1) * width), at * width)
  return picked
}

/** The same rows with their columns in another order; `places[i]` is where column i goes. */
export function inColumns(values: Float64Array, places: readonly number[]): Float64Array {
  const width = places.length
  const moved = new Float64Array(values.length)
  for (const [at, value] of values.entries()) moved[Math.floor(at / width) * width + (places[at % width] ?? 0)] = value
  return moved
}

/** Rows × columns from one list a column. */
export function fromColumns(columns: readonly ArrayLike<unknown>[]): Float64Array {
  const rows = columns[0]?.length ?? 0
  const matrix = new Float64Array(rows * columns.length)
  for (const [at, column] of columns.entries())
    for (let row = 0; row < rows; row += 1) matrix[row * columns.length + at] = Number(column[row] ?? Number.NaN)
  return matrix
}
