import type { Signature } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import { labelAnswers, numbers } from './labels.ts'
import type { PlainTensor, TensorData } from './tensors.ts'
import type { Predictions } from './types.ts'

/** The outputs that a model must be asked for. */
export function wantedOutputs({ prediction, probabilities, perLabel = [] }: Signature): string[] {
  return [prediction, probabilities, ...perLabel].filter((name) => name !== undefined)
}

/**
 * What a model's output tensors mean.
 * @throws InputError where they do not have the shape that the signature promises
 */
export function answers(signature: Signature, tensors: readonly PlainTensor[], rows: number): Predictions {
  if (signature.task === 'multilabel') return labelAnswers(signature, tensors, rows)
  const prediction = tensors.find(({ name }) => name === signature.prediction)
  if (signature.task === 'regression') return { rows, values: numbers(column(required(prediction, signature), rows)) }
  const found = tensors.find(({ name }) => name === signature.probabilities)
  const probabilities = found && signature.classes && probabilityRows(found, signature.classes, rows)
  const labels = prediction ? texts(column(prediction, rows)) : mostProbable(signature, probabilities, rows)
  return { rows, labels, ...(probabilities && { probabilities }) }
}

function required(tensor: PlainTensor | undefined, { prediction }: Signature): PlainTensor {
  if (tensor) return tensor
  throw new InputError(`the model gave no output '${prediction ?? 'prediction'}'`)
}

function column({ name, dims, data }: PlainTensor, rows: number): TensorData {
  if (data.length === rows) return data
  throw new InputError(`the model's output '${name}' has the shape [${dims.join(', ')}] for ${rows} rows`)
}

/** One probability per class and row. A single column is that of the second of two classes. */
function probabilityRows({ name, dims, data }: PlainTensor, classes: readonly string[], rows: number): Float64Array {
  const values = numbers(data)
  if (values.length === rows * classes.length) return values
  if (values.length === rows && classes.length === 2) return Float64Array.from(pairs(values))
  throw new InputError(
    `the model's output '${name}' has the shape [${dims.join(', ')}] for ${rows} rows and ${classes.length} classes`,
  )
}

function* pairs(values: Float64Array): Generator<number> {
  for (const value of values) {
    yield 1 - value
    yield value
  }
}

function mostProbable({ classes = [] }: Signature, probabilities: Float64Array | undefined, rows: number): string[] {
  if (!probabilities) throw new InputError('the model gave neither labels nor probabilities of known classes')
  return Array.from({ length: rows }, (_, row) => {
    const share = probabilities.subarray(row * classes.length, (row + 1) * classes.length)
    return classes[share.indexOf(Math.max(...share))] ?? ''
  })
}

function texts(data: TensorData): string[] {
  if (data instanceof Uint8Array) return Array.from(data, (value) => (value === 0 ? 'false' : 'true'))
  return Array.from(data as ArrayLike<number | bigint | string>, String)
}
