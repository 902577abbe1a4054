import { createRequire } from 'node:module'
import { expect, test } from '@jest/globals'
import type * as ort from 'onnxruntime-node'
import { readOnnx } from './read.ts'
import { line } from './tests/graphs.ts'
import { type Constant, writeOnnx } from './write.ts'

const { InferenceSession, Tensor } = createRequire(import.meta.url)('onnxruntime-node') as typeof ort

test('what was written is read', () => {
  expect(readOnnx(writeOnnx(line()))).toEqual({
    irVersion: 8,
    producer: { name: 'trainyard', version: '1.0.0' },
    opset: { 'ai.onnx': 17, 'ai.onnx.ml': 3 },
    inputs: [{ kind: 'tensor', name: 'x', type: 'float32', shape: ['rows', 1] }],
    outputs: [{ kind: 'tensor', name: 'y', type: 'float32', shape: ['rows', 1] }],
    metadata: { note: 'grün' },
  })
})

test('the same graph gives the same bytes', () => {
  expect(Buffer.from(writeOnnx(line()))).toEqual(Buffer.from(writeOnnx(line())))
})

test('ONNX Runtime computes what the graph says', async () => {
  const session = await InferenceSession.create(writeOnnx(line()))
  const { y } = await session.run({ x: new Tensor('float32', Float32Array.from([1, -3]), [2, 1]) })
  expect(y?.data).toEqual(Float32Array.from([2.5, -5.5]))
  await session.release()
})

test.each<[string, Constant, readonly unknown[]]>([
  ['float32', { type: 'float32', dims: [3], values: [1.5, -0, 3e38] }, [1.5, -0, Math.fround(3e38)]],
  ['float64', { type: 'float64', dims: [2], values: [0.1, 2 ** 53 - 1] }, [0.1, 2 ** 53 - 1]],
  ['int64', { type: 'int64', dims: [2], values: [-1, 2 ** 53 - 1] }, [-1n, 9007199254740991n]],
  ['string', { type: 'string', dims: [3], values: ['', 'ünï 青', 'a"b'] }, ['', 'ünï 青', 'a"b']],
])('ONNX Runtime reads a constant of type %s to the last bit', async (type, constant, values) => {
  const graph = line({
    inputs: [],
    nodes: [{ op: 'Identity', inputs: ['c'], outputs: ['y'] }],
    constants: { c: constant },
    outputs: [{ name: 'y', type: constant.type, shape: constant.dims }],
  })
  const session = await InferenceSession.create(writeOnnx(graph))
  const { y } = await session.run({})
  expect([y?.type, Array.from(y?.data as ArrayLike<unknown>)]).toEqual([type, values])
  await session.release()
})

test('a constant whose values do not fill its shape is a mistake', () => {
  const constants = { a: { type: 'float32', dims: [2, 2], values: [1, 2, 3] } } as const
  expect(() => writeOnnx(line({ constants }))).toThrow("constant 'a': 3 values do not fill [2, 2]")
})
