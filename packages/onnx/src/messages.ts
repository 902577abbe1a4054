import protobuf from 'protobufjs/light.js'

type Field = readonly [id: number, type: string, repeated?: 'repeated' | 'packed']
type Fields = Readonly<Record<string, Field>>

const messages: Readonly<Record<string, Fields>> = {
  ModelProto: {
    irVersion: [1, 'int64'],
    producerName: [2, 'string'],
    producerVersion: [3, 'string'],
    graph: [7, 'GraphProto'],
    opsetImport: [8, 'OperatorSetIdProto', 'repeated'],
    metadataProps: [14, 'StringStringEntryProto', 'repeated'],
    functions: [25, 'FunctionProto', 'repeated'],
  },
  OperatorSetIdProto: { domain: [1, 'string'], version: [2, 'int64'] },
  StringStringEntryProto: { key: [1, 'string'], value: [2, 'string'] },
  GraphProto: {
    node: [1, 'NodeProto', 'repeated'],
    name: [2, 'string'],
    initializer: [5, 'TensorProto', 'repeated'],
    input: [11, 'ValueInfoProto', 'repeated'],
    output: [12, 'ValueInfoProto', 'repeated'],
    sparseInitializer: [15, 'SparseTensorProto', 'repeated'],
  },
  FunctionProto: { name: [1, 'string'], node: [7, 'NodeProto', 'repeated'] },
  NodeProto: {
    input: [1, 'string', 'repeated'],
    output: [2, 'string', 'repeated'],
    name: [3, 'string'],
    opType: [4, 'string'],
    attribute: [5, 'AttributeProto', 'repeated'],
    domain: [7, 'string'],
  },
  AttributeProto: {
    name: [1, 'string'],
    f: [2, 'float'],
    i: [3, 'int64'],
    s: [4, 'string'],
    t: [5, 'TensorProto'],
    g: [6, 'GraphProto'],
    floats: [7, 'float', 'packed'],
    ints: [8, 'int64', 'packed'],
    strings: [9, 'string', 'repeated'],
    tensors: [10, 'TensorProto', 'repeated'],
    graphs: [11, 'GraphProto', 'repeated'],
    type: [20, 'int32'],
    sparseTensor: [22, 'SparseTensorProto'],
    sparseTensors: [23, 'SparseTensorProto', 'repeated'],
  },
  TensorProto: {
    dims: [1, 'int64', 'packed'],
    dataType: [2, 'int32'],
    stringData: [6, 'string', 'repeated'],
    name: [8, 'string'],
    rawData: [9, 'bytes'],
    externalData: [13, 'StringStringEntryProto', 'repeated'],
    dataLocation: [14, 'int32'],
  },
  SparseTensorProto: { values: [1, 'TensorProto'], indices: [2, 'TensorProto'] },
  ValueInfoProto: { name: [1, 'string'], type: [2, 'TypeProto'] },
  TypeProto: {
    tensorType: [1, 'TensorTypeProto'],
    sequenceType: [4, 'AnyProto'],
    mapType: [5, 'AnyProto'],
    sparseTensorType: [8, 'AnyProto'],
    optionalType: [9, 'AnyProto'],
  },
  TensorTypeProto: { elemType: [1, 'int32'], shape: [2, 'TensorShapeProto'] },
  AnyProto: {},
  TensorShapeProto: { dim: [1, 'DimensionProto', 'repeated'] },
  DimensionProto: { dimValue: [1, 'int64'], dimParam: [2, 'string'] },
}

/** What reading a model has no use for: constants and attribute values are skipped, whatever their size. */
const payload: Readonly<Record<string, readonly string[]>> = {
  TensorProto: ['stringData', 'rawData'],
  AttributeProto: ['f', 'i', 's', 'floats', 'ints', 'strings'],
}

/**
 * `ModelProto` of ONNX (onnx.proto3, the fields this project needs).
 * @param mode `read` leaves out the contents of constants and attributes
 */
export function modelProto(mode: 'read' | 'write'): protobuf.Type {
  const nested = Object.entries(messages).map(([name, fields]) => {
    const skipped = mode === 'read' ? (payload[name] ?? []) : []
    return [name, { fields: describe(fields, skipped) }] as const
  })
  return protobuf.Root.fromJSON({ nested: Object.fromEntries(nested) }).lookupType('ModelProto')
}

function describe(fields: Fields, skipped: readonly string[]): Record<string, protobuf.IField> {
  const kept = Object.entries(fields).filter(([name]) => !skipped.includes(name))
  return Object.fromEntries(kept.map(([name, field]) => [name, describeField(field)]))
}

function describeField([id, type, repeated]: Field): protobuf.IField {
  if (!repeated) return { id, type }
  return { id, type, rule: 'repeated', options: { packed: repeated === 'packed' } }
}
