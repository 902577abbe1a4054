/** Decoded messages, as `messages.ts` describes them for reading. Repeated fields are always there. */
export interface RawModel {
  readonly irVersion?: number
  readonly producerName?: string
  readonly producerVersion?: string
  readonly graph?: RawGraph
  readonly opsetImport: readonly { readonly domain?: string; readonly version?: number }[]
  readonly metadataProps: readonly { readonly key?: string; readonly value?: string }[]
  readonly functions: readonly { readonly name?: string; readonly node: readonly RawNode[] }[]
}

export interface RawGraph {
  readonly node: readonly RawNode[]
  readonly initializer: readonly RawTensor[]
  readonly sparseInitializer: readonly RawSparse[]
  readonly input: readonly RawValue[]
  readonly output: readonly RawValue[]
}

export interface RawNode {
  readonly output: readonly string[]
  readonly opType?: string
  readonly attribute: readonly RawAttribute[]
}

export interface RawAttribute {
  readonly t?: RawTensor
  readonly g?: RawGraph
  readonly sparseTensor?: RawSparse
  readonly tensors: readonly RawTensor[]
  readonly graphs: readonly RawGraph[]
  readonly sparseTensors: readonly RawSparse[]
}

export interface RawSparse {
  readonly values?: RawTensor
  readonly indices?: RawTensor
}

export interface RawTensor {
  readonly name?: string
  readonly dataLocation?: number
  readonly externalData: readonly { readonly key?: string; readonly value?: string }[]
}

export interface RawValue {
  readonly name?: string
  readonly type?: {
    readonly tensorType?: {
      readonly elemType?: number
      readonly shape?: { readonly dim: readonly { readonly dimValue?: number; readonly dimParam?: string }[] }
    }
    readonly sequenceType?: object
    readonly mapType?: object
    readonly sparseTensorType?: object
    readonly optionalType?: object
  }
}

/** Every constant of a graph: its initializers and those in its nodes' attributes, subgraphs included. */
export function* tensorsOf(graph: RawGraph): Generator<RawTensor> {
  yield* graph.initializer
  yield* graph.sparseInitializer.flatMap(sparseParts)
  yield* tensorsOfNodes(graph.node)
}

/** Every constant in the attributes of nodes, subgraphs included. */
export function* tensorsOfNodes(nodes: readonly RawNode[]): Generator<RawTensor> {
  for (const attribute of nodes.flatMap((node) => node.attribute)) {
    yield* [attribute.t, ...attribute.tensors].filter(isPresent)
    yield* [attribute.sparseTensor, ...attribute.sparseTensors].filter(isPresent).flatMap(sparseParts)
    for (const graph of [attribute.g, ...attribute.graphs].filter(isPresent)) yield* tensorsOf(graph)
  }
}

function sparseParts({ values, indices }: RawSparse): RawTensor[] {
  return [values, indices].filter(isPresent)
}

function isPresent<Value>(value: Value | undefined): value is Value {
  return value !== undefined
}
