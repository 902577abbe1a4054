import type { Signature } from '@trainyard/evidence'
import { badRequest } from '../errors.ts'
import { isObject } from '../http/json.ts'
import type { RawTable } from './check.ts'
import { unknownField } from './check.ts'
import { type InputColumn, inputColumns, takesMatrix } from './columns.ts'

/** A request of the Open Inference Protocol, its values not looked at yet. */
export interface OipRequest {
  readonly id?: string
  readonly table: RawTable
  /** Names of the outputs that were asked for. */
  readonly outputs?: readonly string[]
}

interface Tensor {
  readonly name: string
  readonly rows: number
  /** Row-major. */
  readonly values: readonly unknown[]
}

const datatypes = 'BOOL UINT8 UINT16 UINT32 UINT64 INT8 INT16 INT32 INT64 FP16 FP32 FP64 BYTES'.split(' ')

/**
 * The body of `POST /v2/models/{name}/infer`.
 * @throws RequestError 400 where tensors are missing, unknown, or do not have the shape they say
 */
export function oipRequest(body: unknown, signature: Signature): OipRequest {
  if (!isObject(body)) throw badRequest('the body must be an object with inputs')
  const { id, inputs, outputs } = body
  if (id !== undefined && typeof id !== 'string') throw badRequest('id: expected text')
  if (!Array.isArray(inputs)) throw badRequest('inputs: expected a list of tensors')
  const columns = inputColumns(signature)
  const tensors = inputs.map((input, index) => readTensor(input, `inputs[${index}]`, specs(signature, columns)))
  const matrix = takesMatrix(signature) && tensors[0]?.name === signature.inputs[0]?.name
  const table = matrix ? matrixTable(tensors, columns, signature) : columnsTable(tensors)
  return { ...(id !== undefined && { id }), table, ...(outputs !== undefined && { outputs: outputNames(outputs) }) }
}

function columnsTable(tensors: readonly Tensor[]): RawTable {
  const [first] = tensors
  const rows = first?.rows ?? 0
  for (const { name, rows: other, values } of tensors) {
    if (other !== rows) throw badRequest(`input ${name}: ${other} rows where input ${first?.name} has ${rows}`, [name])
    if (values.length !== rows) throw badRequest(`input ${name}: expected the shape [${rows}] or [${rows}, 1]`, [name])
  }
  const columns = new Map(tensors.map(({ name, values }) => [name, values]))
  if (columns.size !== tensors.length) throw badRequest('inputs: a tensor is named twice')
  return { rows, columns }
}

function matrixTable(tensors: readonly Tensor[], columns: readonly InputColumn[], { inputs }: Signature): RawTable {
  const [tensor] = tensors
  const width = columns.length
  if (!tensor || tensors.length !== 1) throw badRequest(`inputs: expected one tensor named ${inputs[0]?.name}`)
  const { rows, values, name } = tensor
  if (values.length !== rows * width) throw badRequest(`input ${name}: expected the shape [${rows}, ${width}]`, [name])
  const column = (index: number) => Array.from({ length: rows }, (_, row) => values[row * width + index])
  return { rows, columns: new Map(columns.map((each, index) => [each.name, column(index)])) }
}

/** What a tensor may be named, and whether it holds text. A matrix may also come column by column. */
function specs({ inputs }: Signature, columns: readonly InputColumn[]): ReadonlyMap<string, boolean> {
  const tensors = inputs.map(({ name, type }) => [name, type === 'string'] as const)
  return new Map([...tensors, ...columns.map(({ name, tensor }) => [name, tensor === 'string'] as const)])
}

function readTensor(input: unknown, at: string, known: ReadonlyMap<string, boolean>): Tensor {
  if (!isObject(input) || typeof input['name'] !== 'string') throw badRequest(`${at}: expected an object with a name`)
  const { name, shape, datatype, data } = input
  const text = known.get(name)
  if (text === undefined) throw badRequest(`${at}, ${unknownField(name, [...known.keys()])}`, [name])
  checkDatatype(name, datatype, text)
  const dims = readShape(name, shape)
  if (!Array.isArray(data)) throw badRequest(`input ${name}: data: expected a list`, [name])
  const values = flatten(name, data, dims.length)
  const size = dims.reduce((product, dim) => product * dim, 1)
  if (values.length !== size)
    throw badRequest(`input ${name}: the shape [${dims.join(', ')}] has ${size} values, data has ${values.length}`, [
      name,
    ])
  return { name, rows: dims[0] ?? 0, values }
}

function checkDatatype(name: string, datatype: unknown, text: boolean): void {
  if (typeof datatype !== 'string' || !datatypes.includes(datatype))
    throw badRequest(`input ${name}: unknown datatype. Known: ${datatypes.join(', ')}.`, [name])
  if (text && datatype !== 'BYTES')
    throw badRequest(`input ${name}: expected the datatype BYTES, got ${datatype}`, [name])
}

function readShape(name: string, shape: unknown): readonly number[] {
  const isDim = (dim: unknown): dim is number => Number.isSafeInteger(dim) && Number(dim) >= 0
  if (Array.isArray(shape) && shape.length > 0 && shape.length <= 2 && shape.every(isDim)) return shape
  throw badRequest(`input ${name}: shape: expected one or two whole numbers`, [name])
}

/** Nested data as one flat list: as deep as the shape, no deeper. */
function flatten(name: string, data: readonly unknown[], depth: number): readonly unknown[] {
  if (!data.some(Array.isArray)) return data
  if (depth === 2 && data.every(Array.isArray)) return data.flat(1)
  throw badRequest(`input ${name}: data is nested deeper than its shape, or unevenly`, [name])
}

function outputNames(outputs: unknown): readonly string[] {
  if (!Array.isArray(outputs)) throw badRequest('outputs: expected a list')
  return outputs.map((output, index) => {
    if (isObject(output) && typeof output['name'] === 'string') return output['name']
    throw badRequest(`outputs[${index}]: expected an object with a name`)
  })
}
