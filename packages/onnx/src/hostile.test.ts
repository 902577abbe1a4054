import { describe, expect, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import fc from 'fast-check'
import protobuf from 'protobufjs/light.js'
import { modelProto } from './messages.ts'
import { readOnnx } from './read.ts'
import { line } from './tests/graphs.ts'
import { writeOnnx } from './write.ts'

const model = writeOnnx(line())
const proto = modelProto('write')

/** The bytes of any message, however wrong. */
function encoded(message: Record<string, unknown>): Uint8Array {
  const base = { irVersion: 8, opsetImport: [{ domain: '', version: 17 }] }
  return proto.encode(proto.fromObject({ ...base, ...message })).finish()
}

const float = { tensorType: { elemType: 1, shape: { dim: [{ dimParam: 'rows' }] } } }
const input = { name: 'x', type: float }
const output = { name: 'y', type: float }
const outside = {
  name: 'w',
  dims: [1],
  dataType: 1,
  dataLocation: 1,
  externalData: [{ key: 'location', value: '../w.bin' }],
}
const inside = (graph: object) => [{ opType: 'If', attribute: [{ name: 'then_branch', type: 5, g: graph }] }]
const graph = (part: object) => encoded({ graph: { input: [input], output: [output], ...part } })

/** Branches in branches, deeper than the writer itself would go. */
function branches(depth: number): Uint8Array {
  let bytes: Uint8Array = new Uint8Array(0)
  for (let level = 0; level < depth; level += 1) bytes = wrapped(1, wrapped(5, wrapped(6, bytes)))
  return Buffer.concat([encoded({}), wrapped(7, bytes)])
}

function wrapped(field: number, bytes: Uint8Array): Uint8Array {
  const writer = protobuf.Writer.create()
  return writer
    .uint32((field << 3) | 2)
    .bytes(bytes)
    .finish()
}

test('the model that the others are made from is fine', () => {
  expect(readOnnx(graph({})).outputs).toHaveLength(1)
})

test.each<[string, Uint8Array, string]>([
  ['nothing', new Uint8Array(0), 'the file is empty'],
  ['text', Buffer.from('hello, world\n'), 'not an ONNX model'],
  [
    'a Git LFS pointer',
    Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n'),
    'not an ONNX model',
  ],
  ['a ZIP file', Buffer.from('504b0304140000000800', 'hex'), 'not an ONNX model'],
  ['zeros', new Uint8Array(64), 'not an ONNX model'],
  ['a length of 2 GB', Buffer.from('080842ffffffff07', 'hex'), 'not an ONNX model'],
  ['a number without an end', Buffer.alloc(40, 0xff), 'not an ONNX model'],
  ['groups without an end', Buffer.alloc(5000, 0x0b), 'not an ONNX model'],
  ['no IR version', encoded({ irVersion: 0, graph: {} }), 'no IR version'],
  ['no graph', encoded({}), 'no graph'],
  ['no operator set', encoded({ opsetImport: [], graph: { output: [output] } }), 'no operator set'],
  ['no outputs', encoded({ graph: { input: [input] } }), 'the model has no outputs'],
  ['an output without a name', graph({ output: [{ type: float }] }), 'has no name'],
  ['an output without a type', graph({ output: [{ name: 'y' }] }), "'y' has no known type"],
  [
    'an unknown element type',
    graph({ output: [{ name: 'y', type: { tensorType: { elemType: 99 } } }] }),
    'no known type',
  ],
  [
    'a negative element type',
    graph({ output: [{ name: 'y', type: { tensorType: { elemType: -1 } } }] }),
    'no known type',
  ],
  ['two inputs of one name', graph({ input: [input, input] }), "two inputs are named 'x'"],
  ['two outputs of one name', graph({ output: [output, output] }), "two outputs are named 'y'"],
  ['two constants of one name', graph({ initializer: [{ name: 'w' }, { name: 'w' }] }), "two constants are named 'w'"],
  ['a constant in another file', graph({ initializer: [outside] }), '../w.bin'],
  ['a sparse constant in another file', graph({ sparseInitializer: [{ values: outside }] }), '../w.bin'],
  ['an attribute in another file', graph({ node: [{ attribute: [{ name: 'value', t: outside }] }] }), '../w.bin'],
  ['a branch with a constant in another file', graph({ node: inside({ initializer: [outside] }) }), '../w.bin'],
  ['branches a thousand deep', branches(1000), 'not an ONNX model'],
])('%s: one clear error', (_, bytes, message) => {
  expect(() => readOnnx(bytes, 'bad.onnx')).toThrow(InputError)
  expect(() => readOnnx(bytes, 'bad.onnx')).toThrow(message)
  expect(() => readOnnx(bytes, 'bad.onnx')).toThrow(/^bad\.onnx {2}/)
})

describe('whatever the bytes', () => {
  const readsOrRefuses = (bytes: Uint8Array) => {
    try {
      readOnnx(bytes)
    } catch (error) {
      expect(error).toBeInstanceOf(InputError)
    }
  }

  test('a model cut anywhere is read or refused', () => {
    for (let length = 0; length < model.length; length += 1) readsOrRefuses(model.subarray(0, length))
  })

  test('random bytes are read or refused', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), readsOrRefuses), { numRuns: 500 })
  })

  test('a model with bytes changed is read or refused', () => {
    const change = fc.record({ at: fc.nat(model.length - 1), to: fc.nat(255) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Uint8Array.from(model)
        for (const { at, to } of changes) bytes[at] = to
        readsOrRefuses(bytes)
      }),
      { numRuns: 500 },
    )
  })
})
