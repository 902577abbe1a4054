import protobuf from 'protobufjs/light.js'

/** Messages that leave everything closed but the way to class names: a forest's other attributes can be huge. */
const root = protobuf.Root.fromJSON({
  nested: {
    Model: { fields: { graph: { id: 7, type: 'Graph' } } },
    Graph: {
      fields: {
        node: { id: 1, type: 'Node', rule: 'repeated' },
        constants: { id: 5, type: 'bytes', rule: 'repeated' },
      },
    },
    Node: { fields: { attributes: { id: 5, type: 'bytes', rule: 'repeated' } } },
    AttributeName: { fields: { name: { id: 1, type: 'string' } } },
    Attribute: {
      fields: {
        texts: { id: 9, type: 'string', rule: 'repeated' },
        numbers: { id: 8, type: 'int64', rule: 'repeated' },
      },
    },
    ConstantName: { fields: { name: { id: 8, type: 'string' } } },
    Constant: {
      fields: {
        numbers: { id: 5, type: 'int32', rule: 'repeated' },
        texts: { id: 6, type: 'string', rule: 'repeated' },
        longs: { id: 7, type: 'int64', rule: 'repeated' },
      },
    },
  },
})

interface ClosedModel {
  readonly graph?: {
    readonly node: readonly { readonly attributes: readonly Uint8Array[] }[]
    readonly constants: readonly Uint8Array[]
  }
}

interface Labels {
  readonly texts: readonly string[]
  readonly numbers: readonly number[]
  readonly longs?: readonly number[]
}

/**
 * The class names that a model carries: as scikit-learn's converter and others write them, in the attribute
 * `classlabels_…` of a classifier or in a constant `classes`.
 * @returns undefined where there are none, or where several lists differ
 */
export function classNames(bytes: Uint8Array): readonly string[] | undefined {
  const { graph } = open<ClosedModel>('Model', bytes)
  const lists = [
    ...(graph?.node ?? []).flatMap(({ attributes }) => labelsOf(attributes, 'Attribute', /^classlabels_/)),
    ...labelsOf(graph?.constants ?? [], 'Constant', /^\/?classes\d*$/),
  ]
  const [first] = lists
  return lists.every((list) => list.join('\0') === first?.join('\0')) ? first : undefined
}

function labelsOf(parts: readonly Uint8Array[], kind: 'Attribute' | 'Constant', name: RegExp): string[][] {
  const named = parts.filter((part) => name.test(open<{ readonly name?: string }>(`${kind}Name`, part).name ?? ''))
  return named.map((part) => labels(open<Labels>(kind, part))).filter((list) => list.length > 0)
}

function labels({ texts, numbers, longs = [] }: Labels): string[] {
  return [...texts, ...[...numbers, ...longs].map(String)]
}

function open<Message>(name: string, bytes: Uint8Array): Message {
  const type = root.lookupType(name)
  const reader = protobuf.Reader.create(bytes)
  reader.discardUnknown = true
  return type.toObject(type.decode(reader), { longs: Number, arrays: true }) as Message
}
