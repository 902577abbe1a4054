import { modelProto } from './messages.ts'
import { elementTypes } from './types.ts'

type WrittenType = 'float32' | 'float64' | 'int64' | 'bool' | 'string'

/** A constant of the graph, row-major. */
export type Constant =
  | { readonly type: 'string'; readonly dims: readonly number[]; readonly values: readonly string[] }
  | {
      readonly type: 'float32' | 'float64' | 'int64'
      readonly dims: readonly number[]
      readonly values: ArrayLike<number>
    }

/** An attribute of a node. Numbers carry their kind, as ONNX tells floats from integers. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly texts: readonly string[] }

export interface GraphNode {
  readonly op: string
  /** `ai.onnx` where it is left out. */
  readonly domain?: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, Attribute>>
}

export interface GraphValue {
  readonly name: string
  readonly type: WrittenType
  /** Numbers, or names of symbolic sizes. */
  readonly shape: readonly (number | string)[]
}

export interface Graph {
  readonly name: string
  readonly inputs: readonly GraphValue[]
  readonly outputs: readonly GraphValue[]
  readonly nodes: readonly GraphNode[]
  readonly constants: Readonly<Record<string, Constant>>
  /** Version by domain; ONNX's own is `ai.onnx`. */
  readonly opset: Readonly<Record<string, number>>
  readonly irVersion: number
  readonly producer: { readonly name: string; readonly version: string }
  readonly metadata?: Readonly<Record<string, string>>
}

const writeModelProto = modelProto('write')

/** The bytes of an ONNX model. The same graph gives the same bytes. */
export function writeOnnx(graph: Graph): Uint8Array {
  const message = writeModelProto.fromObject({
    irVersion: graph.irVersion,
    producerName: graph.producer.name,
    producerVersion: graph.producer.version,
    opsetImport: Object.entries(graph.opset).map(([domain, version]) => ({
      domain: domain === 'ai.onnx' ? '' : domain,
      version,
    })),
    metadataProps: Object.entries(graph.metadata ?? {}).map(([key, value]) => ({ key, value })),
    graph: {
      name: graph.name,
      node: graph.nodes.map(nodeMessage),
      initializer: Object.entries(graph.constants).map(([name, constant]) => constantMessage(name, constant)),
      input: graph.inputs.map(valueMessage),
      output: graph.outputs.map(valueMessage),
    },
  })
  return writeModelProto.encode(message).finish()
}

function nodeMessage({ op, domain, inputs, outputs, attributes = {} }: GraphNode, index: number): object {
  return {
    input: inputs,
    output: outputs,
    name: `${op}_${index}`,
    opType: op,
    attribute: Object.entries(attributes).map(([name, attribute]) => ({ name, ...attributeMessage(attribute) })),
    ...(domain && { domain }),
  }
}

/** `type` holds the numbers of `AttributeProto.AttributeType`. */
function attributeMessage(attribute: Attribute): object {
  if ('float' in attribute) return { f: attribute.float, type: 1 }
  if ('int' in attribute) return { i: attribute.int, type: 2 }
  if ('text' in attribute) return { s: attribute.text, type: 3 }
  if ('floats' in attribute) return { floats: attribute.floats, type: 6 }
  if ('ints' in attribute) return { ints: attribute.ints, type: 7 }
  return { strings: attribute.texts, type: 8 }
}

function constantMessage(name: string, constant: Constant): object {
  const count = constant.dims.reduce((product, size) => product * size, 1)
  if (count !== constant.values.length)
    throw new RangeError(
      `constant '${name}': ${constant.values.length} values do not fill [${constant.dims.join(', ')}]`,
    )
  const content = constant.type === 'string' ? { stringData: constant.values } : { rawData: littleEndian(constant) }
  return { dims: constant.dims, dataType: elementTypes.indexOf(constant.type), name, ...content }
}

/** `raw_data` is little-endian whatever the machine. */
function littleEndian({ type, values }: Exclude<Constant, { type: 'string' }>): Uint8Array {
  const width = type === 'float32' ? 4 : 8
  const view = new DataView(new ArrayBuffer(values.length * width))
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0
    if (type === 'float32') view.setFloat32(index * 4, value, true)
    else if (type === 'float64') view.setFloat64(index * 8, value, true)
    else view.setBigInt64(index * 8, BigInt(value), true)
  }
  return new Uint8Array(view.buffer)
}

function valueMessage({ name, type, shape }: GraphValue): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }))
  return { name, type: { tensorType: { elemType: elementTypes.indexOf(type), shape: { dim } } } }
}
