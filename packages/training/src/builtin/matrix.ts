import type { Dataset } from '@trainyard/dataset'
import type { Split } from '@trainyard/evidence'
import { type ColumnEncoding, encode, widthOf } from './encoding.ts'
import { outputsOf, type Target, targetValues } from './target.ts'

/** A share of the rows as the network sees them. */
export interface Matrix {
  readonly rows: number
  readonly width: number
  readonly outputs: number
  /** rows × width, row-major. */
  readonly x: Float32Array
  /** rows × outputs, row-major. */
  readonly y: Float32Array
}

/** Encodes a share; the encoded numbers, not the rows, are held in memory. */
export async function loadMatrix(
  dataset: Dataset,
  split: Split,
  encodings: readonly ColumnEncoding[],
  target: Target,
): Promise<Matrix> {
  const [width, outputs] = [widthOf(encodings), outputsOf(target)]
  const rows = dataset.split.rows[split]
  const matrix = { rows, width, outputs, x: new Float32Array(rows * width), y: new Float32Array(rows * outputs) }
  let filled = 0
  for await (const batch of dataset.batches(split, [...encodings.map(({ name }) => name), target.column.name])) {
    matrix.x.set(encode(encodings, batch), filled * width)
    matrix.y.set(targetValues(target, batch.columns.get(target.column.name) ?? []), filled * outputs)
    filled += batch.rows
  }
  return matrix
}
