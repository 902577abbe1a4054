import { type ColumnInput, type Signature, type TensorSpec, tensorTypes } from '@trainyard/evidence'
import type { OnnxInfo, OnnxTensorValue, OnnxValue } from '@trainyard/onnx'
import { InputError } from '@trainyard/ports'
import { labelsMeaning } from './labels.ts'

/**
 * What a bare ONNX model takes and gives, read from its graph. A table goes in as one input a column ([N, 1] or [N]) or
 * as one matrix [N, F]. An int64, bool or text output of one value a row is the class; a float output with a column per
 * class holds probabilities; a float output of one value a row, alone, is a regression. Several labels a row: see
 * `labelsMeaning`.
 * Class names are those that a classifier in the graph carries. `metadata_props` may hold `classes`, `features` (JSON
 * lists), `target`, and `task` = `multilabel`.
 * @param labels columns of the labels, where a row is known to have several
 * @throws InputError where the model is none over the rows of a table
 */
export function inferSignature(info: OnnxInfo, file: string, labels?: readonly string[]): Signature {
  const several = labelsOf(info, file, labels)
  const inputs = info.inputs.map((value) => tensor(value, file))
  const outputs = info.outputs.map((value) => tensor(value, file, several?.length))
  checkInputs(inputs, file)
  const features = namedList(info, 'features', file)
  const { target } = info.metadata
  const means = several ? labelsMeaning(outputs, several, file) : meaning(outputs, info, file)
  return { inputs, outputs, ...(features && { features }), ...means, ...(target && !several && { target }) }
}

/** The labels of a model of several a row, in its own order where it tells one; undefined where a row has one. */
function labelsOf(info: OnnxInfo, file: string, asked?: readonly string[]): readonly string[] | undefined {
  const several = info.outputs.find((value) => value.kind === 'tensor' && isIndicator(value))
  const told = info.metadata['task'] === 'multilabel'
  if (!several && !told && !asked) return undefined
  const own = namedList(info, 'classes', file)
  const labels = own ?? asked
  if (!labels)
    throw new InputError(`'${several?.name ?? 'task'}' says that a row has several labels, but not which`, {
      at: { file },
      remedy: 'Name their columns in the order of the model: data.target: [news, sport].',
    })
  if (!asked || [...asked].sort().join('\0') === [...labels].sort().join('\0')) return labels
  throw new InputError(`the model answers the labels ${labels.join(', ')}, and data.target names ${asked.join(', ')}`, {
    at: { file },
    remedy: 'Name the same columns.',
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

/** @param labels how many a row has, where it has several */
function tensor(value: OnnxValue, file: string, labels?: number): TensorSpec {
  if (value.kind !== 'tensor')
    throw new InputError(`'${value.name}' is a ${value.kind}, and only tensors can be read`, {
      at: { file },
      remedy: labels
        ? 'scikit-learn: leave the model itself (model.joblib), which is converted to one tensor; or join the parts, see docs/reference/several-labels.md'
        : "scikit-learn: convert with options={'zipmap': False}, so that probabilities are a tensor.",
    })
  const type = tensorTypes.find((known) => known === value.type)
  if (!type)
    throw new InputError(`'${value.name}' has the type ${value.type}; known are ${tensorTypes.join(', ')}`, {
      at: { file },
    })
  return { name: value.name, type, shape: shapeOf(value, file, labels) }
}

function shapeOf({ name, shape = [] }: OnnxTensorValue, file: string, labels?: number): number[] {
  const sizes = shape.map((size) => (typeof size === 'number' ? size : -1))
  if (sizes.length === 3 && sizes[0] === labels && sizes[1] === -1 && sizes[2] === 2) return sizes
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
