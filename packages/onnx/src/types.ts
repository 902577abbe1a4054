/** Element types by their number in `TensorProto.DataType`. */
export const elementTypes = [
  'undefined',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
  'float4e2m1',
] as const

export type ElementType = (typeof elementTypes)[number]

/** A size, a symbolic size by its name, or −1 where nothing is said. */
export type Dimension = number | string

export interface OnnxTensorValue {
  readonly kind: 'tensor'
  readonly name: string
  readonly type: ElementType
  /** Absent where the model leaves even the rank open. */
  readonly shape?: readonly Dimension[]
}

/** A sequence, map, sparse or optional value, as scikit-learn's ZipMap makes them. */
export interface OnnxOtherValue {
  readonly kind: 'sequence' | 'map' | 'sparse' | 'optional'
  readonly name: string
}

export type OnnxValue = OnnxTensorValue | OnnxOtherValue

/** What an ONNX file says about itself. */
export interface OnnxInfo {
  readonly irVersion: number
  readonly producer: { readonly name: string; readonly version: string }
  /** Version by domain; ONNX's own is `ai.onnx`. */
  readonly opset: Readonly<Record<string, number>>
  /** Without those that are constants of the model. */
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  /** Class names that the graph carries, in the order of a classifier's outputs. */
  readonly classes?: readonly string[]
  /** `metadata_props`. */
  readonly metadata: Readonly<Record<string, string>>
}
