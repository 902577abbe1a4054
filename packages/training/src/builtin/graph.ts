import type { Signature } from '@trainyard/evidence'
import { type GraphNode, type GraphValue, writeOnnx } from '@trainyard/onnx'
import type { ColumnEncoding } from './encoding.ts'
import { encoderPieces } from './graph-encoders.ts'
import type { Layer } from './network.ts'
import type { Piece } from './piece.ts'
import type { Target } from './target.ts'

export interface ExportedModel {
  readonly bytes: Uint8Array
  readonly signature: Signature
}

/** The trained network with its preprocessing as one ONNX graph: raw columns in, label and probabilities, or a number, out. */
export function exportOnnx(
  encodings: readonly ColumnEncoding[],
  layers: readonly Layer[],
  target: Target,
  version: string,
): ExportedModel {
  const inputs = encodings.map(inputValue)
  const encoders = encoderPieces(encodings)
  const joined = concatenate(encoders)
  const dense = layers.reduce((before, layer, at) => denseLayer(before, layer, at, at < layers.length - 1), joined)
  const names = outputNames(target, new Set(inputs.map(({ name }) => name)))
  const head =
    target.task === 'classification' ? classHead(dense, target.classes, names) : numberHead(dense, target, names)
  const pieces = [...encoders, joined]
  const bytes = writeOnnx({
    name: 'trainyard',
    inputs,
    outputs: head.outputs,
    nodes: [...pieces.flatMap(({ nodes }) => nodes), ...dense.nodes.slice(joined.nodes.length), ...head.nodes],
    constants: Object.assign({}, ...pieces.map(({ constants }) => constants), dense.constants, head.constants),
    opset: { 'ai.onnx': 17, 'ai.onnx.ml': 3 },
    irVersion: 8,
    producer: { name: 'trainyard', version },
  })
  return { bytes, signature: signatureOf(encodings, target, names) }
}

function inputValue({ name, kind }: ColumnEncoding): GraphValue {
  return { name, type: kind === 'numeric' ? 'float64' : 'string', shape: ['rows', 1] }
}

function concatenate(encoders: readonly Piece[]): Piece {
  const node: GraphNode = {
    op: 'Concat',
    inputs: encoders.map(({ output }) => output),
    outputs: ['/encoded'],
    attributes: { axis: { int: 1 } },
  }
  return { nodes: [node], constants: {}, output: '/encoded' }
}

function denseLayer(before: Piece, { inputs, units, kernel, bias }: Layer, at: number, hidden: boolean): Piece {
  const [weights, offsets, sum] = [`/dense${at}/kernel`, `/dense${at}/bias`, `/dense${at}/sum`]
  const gemm: GraphNode = { op: 'Gemm', inputs: [before.output, weights, offsets], outputs: [sum] }
  const relu: GraphNode = { op: 'Relu', inputs: [sum], outputs: [`${sum}/relu`] }
  return {
    nodes: [...before.nodes, gemm, ...(hidden ? [relu] : [])],
    constants: {
      ...before.constants,
      [weights]: { type: 'float32', dims: [inputs, units], values: kernel },
      [offsets]: { type: 'float32', dims: [units], values: bias },
    },
    output: hidden ? `${sum}/relu` : sum,
  }
}

interface OutputNames {
  readonly prediction: string
  readonly probabilities: string
}

interface Head extends Omit<Piece, 'output'> {
  readonly outputs: readonly GraphValue[]
}

function classHead({ output }: Piece, classes: readonly string[], names: OutputNames): Head {
  return {
    nodes: [
      { op: 'Softmax', inputs: [output], outputs: [names.probabilities], attributes: { axis: { int: 1 } } },
      {
        op: 'ArgMax',
        inputs: [names.probabilities],
        outputs: ['/most'],
        attributes: { axis: { int: 1 }, keepdims: { int: 0 } },
      },
      { op: 'Gather', inputs: ['/classes', '/most'], outputs: [names.prediction] },
    ],
    constants: { '/classes': { type: 'string', dims: [classes.length], values: classes } },
    outputs: [
      { name: names.prediction, type: 'string', shape: ['rows'] },
      { name: names.probabilities, type: 'float32', shape: ['rows', classes.length] },
    ],
  }
}

function numberHead(
  { output }: Piece,
  { mean, std }: Extract<Target, { task: 'regression' }>,
  names: OutputNames,
): Head {
  return {
    nodes: [
      { op: 'Cast', inputs: [output], outputs: ['/double'], attributes: { to: { int: DOUBLE } } },
      { op: 'Mul', inputs: ['/double', '/scale'], outputs: ['/scaled'] },
      { op: 'Add', inputs: ['/scaled', '/mean'], outputs: [names.prediction] },
    ],
    constants: {
      '/scale': { type: 'float64', dims: [1], values: [std] },
      '/mean': { type: 'float64', dims: [1], values: [mean] },
    },
    outputs: [{ name: names.prediction, type: 'float64', shape: ['rows', 1] }],
  }
}

/** `TensorProto.DataType` of the ONNX format. */
const DOUBLE = 11

/** A column may itself be called `label`; an output's name must be its own. */
function outputNames(target: Target, taken: ReadonlySet<string>): OutputNames {
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name)
  return {
    prediction: free(target.task === 'classification' ? 'label' : 'prediction'),
    probabilities: free('probabilities'),
  }
}

function signatureOf(
  encodings: readonly ColumnEncoding[],
  target: Target,
  { prediction, probabilities }: OutputNames,
): Signature {
  const inputs = encodings.map(({ name, kind, type }) => ({
    name,
    type: kind === 'numeric' ? ('float64' as const) : ('string' as const),
    shape: [-1, 1],
    column: type,
  }))
  const common = { task: target.task, inputs, prediction, target: target.column.name }
  if (target.task === 'regression')
    return { ...common, outputs: [{ name: prediction, type: 'float64', shape: [-1, 1] }] }
  const { classes } = target
  const outputs = [
    { name: prediction, type: 'string' as const, shape: [-1] },
    { name: probabilities, type: 'float32' as const, shape: [-1, classes.length] },
  ]
  return { ...common, outputs, probabilities, classes }
}
