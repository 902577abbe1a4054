import type { Signature, TensorSpec } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { PlainTensor, TensorData } from './tensors.ts'
import type { Predictions } from './types.ts'

/**
 * What the outputs of a model of several labels a row mean. A row of 0 and 1, [N, labels], says which labels it has; float
 * outputs hold probabilities: one matrix [N, labels]; one block [labels, N, 2] with those of no and yes; or an output for
 * each label, [N, 1] or [N, 2], in the order of `labels`, or named as they are.
 * @throws InputError where no output does
 */
export function labelsMeaning(
  outputs: readonly TensorSpec[],
  labels: readonly string[],
  file: string,
): Partial<Signature> {
  const scores = outputs.filter(({ type }) => type === 'float32' || type === 'float64')
  const perLabel = outputsOfEach(scores, labels)
  const whole = scores.filter((output) => isMatrixOf(output, labels.length) || isBlockOf(output, labels.length))
  const probabilities = perLabel ? undefined : (whole.find(({ name }) => /prob/i.test(name)) ?? whole[0])
  const known = perLabel !== undefined || probabilities !== undefined
  const prediction = outputs.find((output) => isIndicator(output, labels.length, known))
  if (!known && !prediction)
    throw new InputError(
      `no output holds ${labels.length} labels a row: ${outputs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ')}`,
      { at: { file }, remedy: `The labels: ${labels.join(', ')}. One float output [rows, ${labels.length}] will do.` },
    )
  return {
    task: 'multilabel',
    classes: labels,
    ...(prediction && { prediction: prediction.name }),
    ...(probabilities && { probabilities: probabilities.name }),
    ...(perLabel && { perLabel }),
  }
}

function outputsOfEach(scores: readonly TensorSpec[], labels: readonly string[]): readonly string[] | undefined {
  const names = scores.map(({ name }) => name)
  const single = scores.every(({ shape }) => shape.length === 1 || (shape.length === 2 && (shape[1] ?? 0) <= 2))
  if (scores.length !== labels.length || !single) return undefined
  return labels.every((label) => names.includes(label)) ? labels : names
}

function isMatrixOf({ shape }: TensorSpec, labels: number): boolean {
  return shape.length === 2 && (shape[1] === labels || shape[1] === -1)
}

function isBlockOf({ shape }: TensorSpec, labels: number): boolean {
  return shape.length === 3 && shape[0] === labels && shape[2] === 2
}

/** @param beside whether probabilities are known: then labels may be declared without their number, as skl2onnx does */
function isIndicator({ type, shape }: TensorSpec, labels: number, beside: boolean): boolean {
  if (type === 'float32' || type === 'float64' || type === 'string') return false
  return (shape.length === 2 && (shape[1] === labels || shape[1] === -1)) || (beside && shape.length === 1)
}

/**
 * What the output tensors of such a model say of some rows. Without labels of its own a row has those whose probability is
 * 0.5 or more.
 * @throws InputError where they do not have the shape that the signature promises
 */
export function labelAnswers(signature: Signature, tensors: readonly PlainTensor[], rows: number): Predictions {
  const { classes: labels = [] } = signature
  const probabilities = probabilitiesOf(signature, tensors, rows)
  const prediction = tensors.find(({ name }) => name === signature.prediction)
  if (prediction) return { rows, indicators: indicatorsOf(prediction, rows, labels.length), ...probabilities }
  if (probabilities.probabilities === undefined)
    throw new InputError('the model gave neither labels nor their probabilities')
  return { rows, indicators: Uint8Array.from(probabilities.probabilities, (p) => (p >= 0.5 ? 1 : 0)), ...probabilities }
}

function probabilitiesOf(
  { probabilities, perLabel, classes: labels = [] }: Signature,
  tensors: readonly PlainTensor[],
  rows: number,
): Pick<Predictions, 'probabilities'> {
  const named = (name: string | undefined) => tensors.find((tensor) => tensor.name === name)
  const each = perLabel?.map(named).filter((tensor) => tensor !== undefined)
  if (each) return { probabilities: fromEach(each, rows) }
  const found = named(probabilities)
  return found ? { probabilities: fromWhole(found, rows, labels.length) } : {}
}

/** One tensor for all labels: a matrix, or a block with the probabilities of no and yes. */
function fromWhole(tensor: PlainTensor, rows: number, labels: number): Float64Array {
  const values = numbers(tensor.data)
  if (tensor.dims.length < 3 && values.length === rows * labels) return values
  if (tensor.dims.length < 3 || values.length !== 2 * rows * labels) throw otherShape(tensor, rows, labels)
  return values.slice(0, rows * labels).map((_, at) => {
    const [row, label] = [Math.floor(at / labels), at % labels]
    return values[2 * (label * rows + row) + 1] ?? Number.NaN
  })
}

function fromEach(tensors: readonly PlainTensor[], rows: number): Float64Array {
  const joined = new Float64Array(rows * tensors.length)
  for (const [at, tensor] of tensors.entries()) {
    const values = numbers(tensor.data)
    const width = values.length / rows
    if (width !== 1 && width !== 2) throw otherShape(tensor, rows, 1)
    for (let row = 0; row < rows; row += 1)
      joined[row * tensors.length + at] = values[row * width + width - 1] ?? Number.NaN
  }
  return joined
}

function indicatorsOf(tensor: PlainTensor, rows: number, labels: number): Uint8Array {
  const values = numbers(tensor.data)
  if (values.length !== rows * labels) throw otherShape(tensor, rows, labels)
  const other = values.find((value) => value !== 0 && value !== 1)
  if (other === undefined) return Uint8Array.from(values)
  throw new InputError(`the model's output '${tensor.name}' holds ${other}, neither 0 nor 1`)
}

/** @throws InputError for text */
export function numbers(data: TensorData): Float64Array {
  if (data instanceof Float64Array) return data
  if (Array.isArray(data)) throw new InputError('the model answers with text where numbers are due')
  return Float64Array.from(data as ArrayLike<number | bigint>, Number)
}

function otherShape({ name, dims }: PlainTensor, rows: number, labels: number): InputError {
  return new InputError(
    `the model's output '${name}' has the shape [${dims.join(', ')}] for ${rows} rows and ${labels === 1 ? '1 label' : `${labels} labels`}`,
  )
}
