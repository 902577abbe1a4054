import type { Dataset } from '@trainyard/dataset'
import type { Split } from '@trainyard/evidence'
import type { ModelPackage, Predictions, Predictor } from '@trainyard/model'
import type { Context } from '../core/context.ts'
import { openBatchPredictor } from '../core/native.ts'

/** How far the answers of two models to the same rows are from each other. */
export interface Distance {
  readonly rows: number
  /** Rows with another label, or a difference beyond the tolerance. */
  readonly differing: number
  /** Greatest difference of two probabilities, or of two numbers as a share of the greater. */
  readonly greatest: number
}

/** Asks both models about the same rows: those of the test share, else of the largest there is. */
export async function answersApart(
  dataset: Dataset,
  [one, other]: readonly [ModelPackage, ModelPackage],
  tolerance: number,
  context: Context,
): Promise<Distance> {
  const first = await openBatchPredictor(one, context)
  const second = await openBatchPredictor(other, context)
  try {
    return await apart(dataset, [first, second], tolerance)
  } finally {
    await first.close()
    await second.close()
  }
}

async function apart(
  dataset: Dataset,
  [first, second]: readonly [Predictor, Predictor],
  tolerance: number,
): Promise<Distance> {
  let [rows, differing, greatest] = [0, 0, 0]
  const { signature } = first
  const names = signature.features ?? signature.inputs.map(({ name }) => name)
  for await (const batch of dataset.batches(shareOf(dataset), names)) {
    const differences = rowDifferences(await first.predict(batch), await second.predict(batch))
    rows += differences.length
    differing += differences.filter((difference) => !(difference <= tolerance)).length
    greatest = differences.reduce((most, difference) => Math.max(most, difference), greatest)
  }
  return { rows, differing, greatest }
}

function shareOf({ split }: Dataset): Split {
  if (split.rows.test > 0) return 'test'
  return split.rows.validation > 0 ? 'validation' : 'train'
}

/** Of each row: 1 for another label, else the greatest difference of its numbers. */
export function rowDifferences(one: Predictions, other: Predictions): readonly number[] {
  const classes = one.rows === 0 ? 0 : (one.probabilities?.length ?? 0) / one.rows
  const labels = one.rows === 0 ? 0 : (one.indicators?.length ?? 0) / one.rows
  return Array.from({ length: one.rows }, (_, row) => {
    if (one.labels?.[row] !== other.labels?.[row]) return 1
    const has = ({ indicators }: Predictions) => indicators?.subarray(row * labels, (row + 1) * labels).join()
    if (has(one) !== has(other)) return 1
    const probabilities = Array.from({ length: classes }, (_none, at) =>
      Math.abs(numberAt(one.probabilities, row * classes + at) - numberAt(other.probabilities, row * classes + at)),
    )
    const value = one.values ? relative(numberAt(one.values, row), numberAt(other.values, row)) : 0
    return Math.max(value, ...probabilities)
  })
}

function numberAt(numbers: Float64Array | undefined, at: number): number {
  return numbers?.[at] ?? Number.NaN
}

function relative(one: number, other: number): number {
  return one === other ? 0 : Math.abs(one - other) / Math.max(Math.abs(one), Math.abs(other))
}
