import { type ColumnInput, type Signature, type TensorSpec, tensorTypes } from '@trainyard/evidence'
import type { OnnxInfo, OnnxTensorValue, OnnxValue } from '@trainyard/onnx'
import { InputError } from '@trainyard/ports'

/**
 * What a bare ONNX model takes and gives, read from its graph. A table goes in as one input a column ([N, 1] or [N]) or
 * as one matrix [N, F]. An int64, bool or text output of one value a row is the class; a float output with a column per
 * class holds probabilities; a float output of one value a row, alone, is a regression.
 * Class names are those that a classifier in the graph carries. `metadata_props` may hold `classes`, `features` (JSON
 * lists) and `target`.
 * @throws InputError where the model is none over the rows of a table
 */
export function inferSignature(info: OnnxInfo, file: string): Signature {
  expectOneLabel(info, file)
  const inputs = info.inputs.map((value) => tensor(value, file))
  const outputs = info.outputs.map((value) => tensor(value, file))
  checkInputs(inputs, file)
  const features = namedList(info, 'features', file)
  const { target } = info.metadata
  return { inputs, outputs, ...(features && { features }), ...meaning(outputs, info, file), ...(target && { target }) }
}

/** A row of 0 and 1, one a label, is a model of several labels a row. */
function expectOneLabel({ outputs }: OnnxInfo, file: string): void {
  const several = outputs.find((value) => value.kind === 'tensor' && isIndicator(value))
  if (several === undefined) return
  throw new InputError(`'${several.name}' gives several labels a row, and a model is asked for one`, {
    at: { file },
    remedy:
      'Judge its answers: trainyard evaluate --predictions, see docs/reference/predictions.md#several-labels-a-row',
  })
}

function isIndicator({ type, shape = [] }: OnnxTensorValue): boolean {
  const [, width] = shape
  return (/int/.test(type) || type === 'bool') && shape.length === 2 && typeof width === 'number' && width > 1
}

function meaning(outputs: readonly TensorSpec[], info: OnnxInfo, file: string): Partial<Signature> {
  const label = preferred(outputs.filter(isLabel), /label|class/i)
  const scores = outputs.filter(({ type, shape }) => isFloat(type) && shape.length === 2 && shape[1] !== 1)
  const probabilities = preferred(scores, /prob/i) ?? preferred(outputs.filter(isProbability), /prob/i)
  if (label || probabilities)
    return classification(label, probabilities, namedList(info, 'classes', file) ?? info.classes, file)
  const value = preferred(
    outputs.filter(({ type, shape }) => isFloat(type) && isColumn(shape)),
    /pred|variable|output/i,
  )
  if (value) return { task: 'regression', prediction: value.name }
  throw new InputError(`no output holds one prediction a row: ${outputs.map(({ name }) => name).join(', ')}`, {
    at: { file },
  })
}

function classification(
  label: TensorSpec | undefined,
  probabilities: TensorSpec | undefined,
  classes: readonly string[] | undefined,
  file: string,
): Partial<Signature> {
  if (!label && !classes)
    throw new InputError('the model gives probabilities, but not which class each column stands for', {
      at: { file },
      remedy: 'Add the metadata property \'classes\' to the model, a JSON list such as ["no", "yes"].',
    })
  return {
    task: 'classification',
    ...(label && { prediction: label.name }),
    ...(probabilities && { probabilities: probabilities.name }),
    ...(classes && { classes }),
  }
}

function tensor(value: OnnxValue, file: string): TensorSpec {
  if (value.kind !== 'tensor')
    throw new InputError(`'${value.name}' is a ${value.kind}, and only tensors can be read`, {
      at: { file },
      remedy: "scikit-learn: convert with options={'zipmap': False}, so that probabilities are a tensor.",
    })
  const type = tensorTypes.find((known) => known === value.type)
  if (!type)
    throw new InputError(`'${value.name}' has the type ${value.type}; known are ${tensorTypes.join(', ')}`, {
      at: { file },
    })
  return { name: value.name, type, shape: shapeOf(value, file) }
}

function shapeOf({ name, shape = [] }: OnnxTensorValue, file: string): number[] {
  const sizes = shape.map((size) => (typeof size === 'number' ? size : -1))
  if (sizes.length === 0 || sizes.length > 2)
    throw new InputError(`'${name}' has the shape [${shape.join(', ')}]: only the rows of a table can be read`, {
      at: { file },
    })
  if (sizes[0] !== -1)
    throw new InputError(`'${name}' takes exactly ${sizes[0]} rows at a time`, {
      at: { file },
      remedy: 'Export the model with a dynamic first dimension.',
    })
  return sizes
}

function checkInputs(inputs: readonly ColumnInput[], file: string): void {
  if (inputs.length === 0) throw new InputError('the model has no inputs', { at: { file } })
  const wide = inputs.find(({ shape }) => shape.length === 2 && shape[1] !== 1)
  if (!wide || inputs.length === 1) return
  throw new InputError(`'${wide.name}' takes several columns at once, beside other inputs`, {
    at: { file },
    remedy: 'Give the model one input a column, shape [N, 1], or a single matrix [N, columns].',
  })
}

function namedList({ metadata }: OnnxInfo, key: string, file: string): readonly string[] | undefined {
  const text = metadata[key]
  if (text === undefined) return undefined
  if (!text.trimStart().startsWith('[')) return text.split(',').map((part) => part.trim())
  return parseList(text, key, file).map(String)
}

function parseList(text: string, key: string, file: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(text)
    if (Array.isArray(parsed)) return parsed
  } catch (error) {
    throw new InputError(`the metadata property '${key}' is no JSON list`, { at: { file }, cause: error })
  }
  throw new InputError(`the metadata property '${key}' is no JSON list`, { at: { file } })
}

function preferred<Spec extends TensorSpec>(specs: readonly Spec[], pattern: RegExp): Spec | undefined {
  return specs.find(({ name }) => pattern.test(name)) ?? specs[0]
}

function isLabel({ type, shape }: TensorSpec): boolean {
  return !isFloat(type) && isColumn(shape)
}

function isProbability({ name, type, shape }: TensorSpec): boolean {
  return isFloat(type) && isColumn(shape) && /prob/i.test(name)
}

function isFloat(type: TensorSpec['type']): boolean {
  return type === 'float32' || type === 'float64'
}

function isColumn(shape: readonly number[]): boolean {
  return shape.length === 1 || shape[1] === 1
}
