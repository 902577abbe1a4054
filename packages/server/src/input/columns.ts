import type { ColumnType, Signature, TensorType } from '@trainyard/evidence'

/** A column that each request must bring. */
export interface InputColumn {
  readonly name: string
  /** Tensor that it ends in. */
  readonly tensor: TensorType
  /** How its values are written. */
  readonly type: ColumnType
  /** Whether a value may be missing: floating-point numbers have NaN for it and text the empty text. */
  readonly optional: boolean
}

/** The columns of a model, in its own order. */
export function inputColumns(signature: Signature): InputColumn[] {
  const [first] = signature.inputs
  if (!first || !takesMatrix(signature)) return signature.inputs.map((input) => column(input.name, input))
  return matrixNames(signature).map((name) => column(name, first))
}

/** Whether the model takes one matrix instead of one input a column. */
export function takesMatrix({ inputs: [first] }: Signature): boolean {
  return first !== undefined && first.shape.length === 2 && first.shape[1] !== 1
}

function matrixNames({ features, inputs: [first] }: Signature): readonly string[] {
  return features ?? Array.from({ length: Math.max(0, first?.shape[1] ?? 0) }, (_, index) => `${first?.name}[${index}]`)
}

function column(name: string, { type, column }: { readonly type: TensorType; readonly column?: ColumnType }) {
  const optional = type === 'string' || type === 'float32' || type === 'float64'
  return { name, tensor: type, type: columnType(type, column), optional }
}

function columnType(tensor: TensorType, column: ColumnType | undefined): ColumnType {
  if (tensor === 'string') return 'string'
  if (column && column !== 'string') return column
  if (tensor === 'bool') return 'boolean'
  return tensor.startsWith('int') ? 'integer' : 'number'
}
