import { nearest } from '@trainyard/config'
import type { Signature, TensorSpec, TensorType } from '@trainyard/evidence'
import type { Predictions } from '@trainyard/model'
import { badRequest } from './errors.ts'

/** A tensor as the Open Inference Protocol writes it. */
export interface OutputTensor {
  readonly name: string
  readonly datatype: string
  readonly shape: readonly number[]
  readonly data: readonly (number | string | boolean | null)[]
}

const datatypes: Readonly<Record<TensorType, string>> = {
  float32: 'FP32',
  float64: 'FP64',
  int32: 'INT32',
  int64: 'INT64',
  bool: 'BOOL',
  string: 'BYTES',
}

/** A tensor's name, datatype and shape as `GET /v2/models/{name}` tells them. */
export function tensorMetadata({ name, type, shape }: TensorSpec) {
  return { name, datatype: datatypes[type], shape }
}

/** The outputs that a model answers with: its prediction, and the probabilities where it gives them. */
export function answeredOutputs(signature: Signature): TensorSpec[] {
  const { outputs, prediction, probabilities, task, classes = [] } = signature
  if (task === 'multilabel') return labelOutputs(signature)
  const named = (name: string | undefined) => outputs.filter((output) => output.name === name)
  const answers =
    prediction === undefined ? [{ name: 'label', type: 'string' as const, shape: [-1] }] : named(prediction)
  if (task === 'regression') return answers
  return [...answers, ...named(probabilities).map((output) => ({ ...output, shape: [-1, classes.length] }))]
}

/** Of several labels a row: 0 and 1 for each label, and their probabilities, whichever way the model itself gives them. */
function labelOutputs({ outputs, prediction, probabilities, perLabel, classes = [] }: Signature): TensorSpec[] {
  const shape = [-1, classes.length]
  const type = outputs.find(({ name }) => name === (probabilities ?? perLabel?.[0]))?.type
  const flags = outputs.find(({ name }) => name === prediction)?.type ?? 'int64'
  const scores = type && { name: probabilities ?? probabilitiesOutput, type, shape }
  return [{ name: prediction ?? 'label', type: flags, shape }, ...(scores ? [scores] : [])]
}

/** Name of the probabilities where the model has an output for each label. */
const probabilitiesOutput = 'probabilities'

/**
 * Answers as tensors.
 * @param wanted names of the outputs that were asked for; all where left out
 * @throws RequestError 400 for an output that the model does not have
 */
export function outputTensors(signature: Signature, answers: Predictions, wanted?: readonly string[]): OutputTensor[] {
  const outputs = answeredOutputs(signature)
  const names = outputs.map(({ name }) => name)
  const unknown = wanted?.find((name) => !names.includes(name))
  if (unknown !== undefined) throw badRequest(`unknown output ${unknown}. ${remedy(unknown, names)}`)
  return outputs
    .filter(({ name }) => wanted?.includes(name) ?? true)
    .map((output) => ({
      name: output.name,
      datatype: datatypes[output.type],
      shape: output.shape.map((dim) => (dim === -1 ? answers.rows : dim)),
      data: isProbabilities(output, signature) ? finite(answers.probabilities) : predicted(output.type, answers),
    }))
}

function isProbabilities({ name }: TensorSpec, { probabilities, perLabel }: Signature): boolean {
  return name === (probabilities ?? (perLabel && probabilitiesOutput))
}

/**
 * One predicted class or number a row. Classes are numbers where the model's own output holds numbers. Of several labels a
 * row, an object that says of each 0 or 1, as MLflow writes the rows of a frame.
 */
export function plainPredictions(
  signature: Signature,
  answers: Predictions,
): OutputTensor['data'] | readonly Readonly<Record<string, number>>[] {
  const { indicators } = answers
  const { classes = [] } = signature
  if (indicators)
    return Array.from({ length: answers.rows }, (_, row) =>
      Object.fromEntries(classes.map((name, at) => [name, indicators[row * classes.length + at] ?? 0])),
    )
  const output = signature.outputs.find(({ name }) => name === signature.prediction)
  return predicted(output?.type ?? 'string', answers)
}

function predicted(type: TensorType, { labels, values, indicators }: Predictions): OutputTensor['data'] {
  if (indicators) return Array.from(indicators, (flag) => (type === 'bool' ? flag === 1 : flag))
  if (!labels) return finite(values)
  if (type === 'string') return labels
  return type === 'bool' ? labels.map((label) => label === 'true') : labels.map(Number)
}

/** JSON has no NaN and no infinity. */
function finite(values: Float64Array | undefined): (number | null)[] {
  return Array.from(values ?? [], (value) => (Number.isFinite(value) ? value : null))
}

function remedy(word: string, known: readonly string[]): string {
  const near = nearest(word, known)
  return near ? `Did you mean ${near}?` : `Known: ${known.join(', ')}.`
}
