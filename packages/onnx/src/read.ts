import { errorMessage, InputError } from '@trainyard/ports'
import protobuf from 'protobufjs/light.js'
import { classNames } from './classes.ts'
import { modelProto } from './messages.ts'
import { type RawGraph, type RawModel, type RawTensor, type RawValue, tensorsOf, tensorsOfNodes } from './raw.ts'
import { type Dimension, elementTypes, type OnnxInfo, type OnnxValue } from './types.ts'

const readModelProto = modelProto('read')
const external = 1

/**
 * What an ONNX model says about itself. Constants are skipped, so that a large model costs little.
 * @param file name for messages
 * @throws InputError where the bytes are no ONNX model, or the model leans on files beside it
 */
export function readOnnx(bytes: Uint8Array, file = 'model.onnx'): OnnxInfo {
  const { model, classes } = decode(bytes, file)
  if (!model.irVersion || model.irVersion < 1) throw refuse(file, 'not an ONNX model: no IR version')
  if (!model.graph) throw refuse(file, 'not an ONNX model: no graph')
  checkNames(model.graph, file)
  for (const tensor of constants(model)) checkContained(tensor, file)
  const constantNames = new Set(model.graph.initializer.map(({ name }) => name))
  return {
    irVersion: model.irVersion,
    producer: { name: model.producerName ?? '', version: model.producerVersion ?? '' },
    opset: opsets(model, file),
    inputs: model.graph.input.filter(({ name }) => !constantNames.has(name)).map((value) => describe(value, file)),
    outputs: outputs(model.graph, file),
    ...(classes && { classes }),
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key ?? '', value ?? ''])),
  }
}

interface Decoded {
  readonly model: RawModel
  readonly classes: readonly string[] | undefined
}

function decode(bytes: Uint8Array, file: string): Decoded {
  if (bytes.length === 0) throw refuse(file, 'the file is empty')
  const reader = protobuf.Reader.create(bytes)
  reader.discardUnknown = true
  try {
    const message = readModelProto.decode(reader)
    const model = readModelProto.toObject(message, { longs: Number, arrays: true }) as RawModel
    return { model, classes: classNames(bytes) }
  } catch (error) {
    throw refuse(file, `not an ONNX model: ${errorMessage(error)}`, error)
  }
}

function refuse(file: string, message: string, cause?: unknown): InputError {
  return new InputError(message, { at: { file }, remedy: 'Export the model to ONNX again.', cause })
}

function* constants(model: RawModel): Generator<RawTensor> {
  if (model.graph) yield* tensorsOf(model.graph)
  for (const { node } of model.functions) yield* tensorsOfNodes(node)
}

function checkContained(tensor: RawTensor, file: string): void {
  if (tensor.dataLocation !== external && tensor.externalData.length === 0) return
  const location = tensor.externalData.find(({ key }) => key === 'location')?.value
  throw new InputError(`the constant '${tensor.name ?? ''}' lies in another file${location ? `, ${location}` : ''}`, {
    at: { file },
    remedy: 'Save the model as one file: onnx.save(model, path, save_as_external_data=False).',
  })
}

function checkNames(graph: RawGraph, file: string): void {
  const groups = { input: graph.input, output: graph.output, constant: graph.initializer }
  for (const [group, values] of Object.entries(groups)) {
    const names = values.map(({ name }) => name ?? '')
    const seen = new Set<string>()
    const twice = names.find((name) => seen.size === seen.add(name).size)
    if (twice !== undefined) throw refuse(file, `two ${group}s are named '${twice}'`)
  }
}

function opsets(model: RawModel, file: string): Record<string, number> {
  if (model.opsetImport.length === 0) throw refuse(file, 'not an ONNX model: it names no operator set')
  return Object.fromEntries(model.opsetImport.map(({ domain, version }) => [domain || 'ai.onnx', version ?? 0]))
}

function outputs(graph: RawGraph, file: string): OnnxValue[] {
  if (graph.output.length === 0) throw refuse(file, 'the model has no outputs')
  return graph.output.map((value) => describe(value, file))
}

function describe({ name = '', type = {} }: RawValue, file: string): OnnxValue {
  if (name === '') throw refuse(file, 'an input or output has no name')
  if (type.sequenceType) return { kind: 'sequence', name }
  if (type.mapType) return { kind: 'map', name }
  if (type.sparseTensorType) return { kind: 'sparse', name }
  if (type.optionalType) return { kind: 'optional', name }
  const elementType = elementTypes[type.tensorType?.elemType ?? 0]
  if (elementType === undefined || elementType === 'undefined') throw refuse(file, `'${name}' has no known type`)
  const shape = type.tensorType?.shape?.dim.map(dimension)
  return { kind: 'tensor', name, type: elementType, ...(shape && { shape }) }
}

function dimension({ dimValue, dimParam }: { readonly dimValue?: number; readonly dimParam?: string }): Dimension {
  return dimParam || (dimValue ?? -1)
}
