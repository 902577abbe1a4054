import type { ColumnInput, Signature, TensorType } from '@trainyard/evidence'
import { type Batch, type ColumnValues, InputError } from '@trainyard/ports'
import type { PlainTensor, TensorData } from './tensors.ts'

/**
 * The tensors a model is fed for a batch. Columns are copied, so that the batch stays usable.
 * @throws InputError where a column is missing, of another kind, or has a value that the input cannot hold
 */
export function feeds(signature: Signature, batch: Batch): PlainTensor[] {
  const [first] = signature.inputs
  if (first && isMatrix(first)) return [matrixFeed(first, signature.features, batch)]
  return signature.inputs.map((input) => columnFeed(input, batch))
}

/** Whether an input takes several columns at once. */
export function isMatrix({ shape }: ColumnInput): boolean {
  return shape.length === 2 && shape[1] !== 1
}

function columnFeed({ name, type, shape }: ColumnInput, batch: Batch): PlainTensor {
  const values = column(batch, name)
  const dims = shape.length === 1 ? [batch.rows] : [batch.rows, 1]
  return { name, type, dims, data: convert(type, name, values) }
}

function matrixFeed(input: ColumnInput, features: readonly string[] | undefined, batch: Batch): PlainTensor {
  const names = matrixColumns(input, features, batch)
  const columns = names.map((name) => ({ name, values: column(batch, name) }))
  if (input.type === 'string') return textMatrix(input, columns, batch.rows)
  const flat = new Float64Array(batch.rows * names.length)
  columns.forEach(({ name, values }, index) => {
    const numbers = numeric(input.type, name, values)
    for (let row = 0; row < batch.rows; row += 1) flat[row * names.length + index] = numbers[row] ?? Number.NaN
  })
  const where = (index: number) => ({ row: Math.floor(index / names.length), name: names[index % names.length] ?? '' })
  return {
    name: input.name,
    type: input.type,
    dims: [batch.rows, names.length],
    data: fromNumbers(input.type, flat, where),
  }
}

function textMatrix(input: ColumnInput, columns: readonly NamedColumn[], rows: number): PlainTensor {
  const texts = columns.map(({ name, values }) => text(name, values))
  const data = Array.from({ length: rows }, (_, row) => texts.map((values) => values[row] ?? '')).flat()
  return { name: input.name, type: 'string', dims: [rows, columns.length], data }
}

interface NamedColumn {
  readonly name: string
  readonly values: ColumnValues
}

/** The columns a matrix is made of: those the model names, else all of the batch, in order. */
function matrixColumns({ name, shape }: ColumnInput, features: readonly string[] | undefined, batch: Batch): string[] {
  if (features) return [...features]
  const names = [...batch.columns.keys()]
  if (shape[1] === -1 || names.length === shape[1]) return names
  throw new InputError(`the model takes ${shape[1]} columns as '${name}', and there are ${names.length}`, {
    remedy: "Name the columns in the model's metadata_props, key 'features', as a JSON list.",
  })
}

function column(batch: Batch, name: string): ColumnValues {
  const values = batch.columns.get(name)
  if (values) return values
  const known = [...batch.columns.keys()].join(', ')
  throw new InputError(`the model needs a column '${name}', which is not there`, { remedy: `Columns: ${known}.` })
}

function convert(type: TensorType, name: string, values: ColumnValues): TensorData {
  if (type === 'string') return text(name, values)
  return fromNumbers(type, numeric(type, name, values), (row) => ({ row, name }))
}

function text(name: string, values: ColumnValues): string[] {
  if (values instanceof Float64Array)
    throw new InputError(`column '${name}' holds numbers, and the model takes text there`)
  return values.map((value) => value ?? '')
}

function numeric(type: TensorType, name: string, values: ColumnValues): Float64Array {
  if (values instanceof Float64Array) return values
  throw new InputError(`column '${name}' holds text, and the model takes ${type} there`)
}

type Where = (index: number) => { readonly row: number; readonly name: string }

function fromNumbers(type: TensorType, values: Float64Array, where: Where): TensorData {
  if (type === 'float64') return Float64Array.from(values)
  if (type === 'float32') return Float32Array.from(values)
  const unfit = values.findIndex((value) => !fits(type, value))
  if (unfit >= 0) throw unfitValue(type, values[unfit] ?? Number.NaN, where(unfit))
  if (type === 'int64') return BigInt64Array.from(values, BigInt)
  return type === 'int32' ? Int32Array.from(values) : Uint8Array.from(values)
}

function fits(type: TensorType, value: number): boolean {
  if (type === 'int64') return Number.isSafeInteger(value)
  return type === 'int32' ? (value | 0) === value : value === 0 || value === 1
}

function unfitValue(type: TensorType, value: number, { row, name }: ReturnType<Where>): InputError {
  if (Number.isNaN(value))
    return new InputError(`column '${name}', row ${row + 1} of the batch: no value, and the model takes none missing`, {
      remedy: 'Give the model an input of type float or double, where a missing value is NaN.',
    })
  return new InputError(`column '${name}', row ${row + 1} of the batch: ${value} is not a value of type ${type}`)
}
