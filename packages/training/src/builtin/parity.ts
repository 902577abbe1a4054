import type { Dataset } from '@trainyard/dataset'
import type { Predictor } from '@trainyard/model'
import { FaultError } from '@trainyard/ports'
import { type ColumnEncoding, encode } from './encoding.ts'
import type { FittedNetwork } from './network.ts'
import { outputsOf, type Target } from './target.ts'

/** Greatest difference of a probability, or of a number relative to its size. */
const TOLERANCE = 1e-5

interface Worst {
  difference: number
  row: number
}

/** Asks TensorFlow.js and ONNX Runtime for every row and compares. @throws FaultError with the worst row where they differ */
export async function checkParity(
  dataset: Dataset,
  encodings: readonly ColumnEncoding[],
  target: Target,
  network: FittedNetwork,
  predictor: Predictor,
): Promise<number> {
  const worst: Worst = { difference: 0, row: 0 }
  let row = 0
  for await (const batch of dataset.batches(
    'all',
    encodings.map(({ name }) => name),
    4096,
  )) {
    const ours = await network.answer(encode(encodings, batch), batch.rows)
    const { probabilities, values } = await predictor.predict(batch)
    const theirs = target.task === 'classification' ? probabilities : values
    if (theirs === undefined) throw new FaultError('the exported model gave no answers to compare')
    compare({ ours, theirs, target, from: row }, worst)
    row += batch.rows
  }
  if (worst.difference <= TOLERANCE) return worst.difference
  throw new FaultError(
    `the exported model differs from the trained one by ${worst.difference.toExponential(2)} in row ${worst.row}, more than ${TOLERANCE}`,
    { remedy: 'Please report this with the data that shows it.' },
  )
}

interface Answers {
  readonly ours: Float32Array
  readonly theirs: Float64Array
  readonly target: Target
  readonly from: number
}

function compare({ ours, theirs, target, from }: Answers, worst: Worst): void {
  const outputs = outputsOf(target)
  for (let at = 0; at < ours.length; at += 1) {
    const difference = differenceOf(ours[at] ?? Number.NaN, theirs[at] ?? Number.NaN, target)
    if (!(difference <= worst.difference))
      Object.assign(worst, { difference, row: from + Math.floor(at / outputs) + 1 })
  }
}

/** Numbers are compared relative to their size or to the target's spread, whichever is greater: near zero the size alone says nothing. */
function differenceOf(ours: number, theirs: number, target: Target): number {
  if (Number.isNaN(ours) && Number.isNaN(theirs)) return 0
  if (target.task === 'classification') return Math.abs(ours - theirs)
  const number = ours * target.std + target.mean
  return Math.abs(number - theirs) / Math.max(Math.abs(number), target.std)
}
