import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ModelPackage, modelFromOnnx, openPredictorInProcess, type Predictor } from '@trainyard/model'
import { type Constant, type Graph, writeOnnx } from '@trainyard/onnx'

/** A real model under a real ONNX Runtime, for the tests of this room. */
export interface TestModel {
  readonly model: ModelPackage
  readonly predictor: Predictor
  close(): Promise<void>
}

/** Opens a graph on the calling thread. */
export async function openTestModel(graph: Graph): Promise<TestModel> {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-server-'))
  const file = path.join(folder, `${graph.name}.onnx`)
  await writeFile(file, writeOnnx(graph))
  const model = await modelFromOnnx(file, { clock: systemClock })
  const runtime = createRequire(import.meta.url).resolve('onnxruntime-node')
  const predictor = await openPredictorInProcess(model, { runtime })
  const close = async () => {
    await predictor.close()
    await rm(folder, { recursive: true })
  }
  return { model, predictor, close }
}

const systemClock = {
  now: () => new Date(),
  elapsed: () => performance.now(),
  sleep: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
}

const column = (name: string, type: 'float64' | 'int64' | 'string' | 'bool') => ({ name, type, shape: ['rows', 1] })
const vector = (values: readonly number[]): Constant => ({ type: 'float32', dims: [1, values.length], values })

/**
 * Classes no and yes by a logistic function of `length` (may be missing: counts as 3), `count` (whole, never missing)
 * and `open` (true or false); `place` (text) goes through untouched.
 */
export const doorGraph: Graph = {
  name: 'door',
  inputs: [column('length', 'float64'), column('count', 'int64'), column('open', 'bool'), column('place', 'string')],
  outputs: [
    { name: 'label', type: 'string', shape: ['rows'] },
    { name: 'probabilities', type: 'float32', shape: ['rows', 2] },
  ],
  nodes: [
    { op: 'IsNaN', inputs: ['length'], outputs: ['missing'] },
    { op: 'Where', inputs: ['missing', 'three', 'length'], outputs: ['filled'] },
    { op: 'Cast', inputs: ['filled'], outputs: ['length32'], attributes: { to: { int: 1 } } },
    { op: 'Cast', inputs: ['count'], outputs: ['count32'], attributes: { to: { int: 1 } } },
    { op: 'Cast', inputs: ['open'], outputs: ['open32'], attributes: { to: { int: 1 } } },
    { op: 'Equal', inputs: ['place', 'hall'], outputs: ['isHall'] },
    { op: 'Cast', inputs: ['isHall'], outputs: ['hall32'], attributes: { to: { int: 1 } } },
    { op: 'Sum', inputs: ['length32', 'count32', 'open32', 'hall32'], outputs: ['sum'] },
    { op: 'Mul', inputs: ['sum', 'weights'], outputs: ['weighted'] },
    { op: 'Add', inputs: ['weighted', 'bias'], outputs: ['scores'] },
    { op: 'Softmax', inputs: ['scores'], outputs: ['probabilities'], attributes: { axis: { int: 1 } } },
    {
      op: 'ArgMax',
      inputs: ['scores'],
      outputs: ['index'],
      attributes: { axis: { int: 1 }, keepdims: { int: 0 } },
    },
    { op: 'Gather', inputs: ['classes', 'index'], outputs: ['label'] },
  ],
  constants: {
    three: { type: 'float64', dims: [1], values: [3] },
    hall: { type: 'string', dims: [1], values: ['hall'] },
    weights: vector([-0.25, 0.5]),
    bias: vector([2, -1]),
    classes: { type: 'string', dims: [2], values: ['no', 'yes'] },
  },
  opset: { 'ai.onnx': 19 },
  irVersion: 9,
  producer: { name: 'test', version: '1' },
  metadata: { classes: '["no","yes"]' },
}

/** prediction = 2 a + 3 b, over one matrix of two columns. */
export const sumGraph: Graph = {
  name: 'sum',
  inputs: [{ name: 'X', type: 'float32', shape: ['rows', 2] }],
  outputs: [{ name: 'prediction', type: 'float32', shape: ['rows', 1] }],
  nodes: [{ op: 'MatMul', inputs: ['X', 'weights'], outputs: ['prediction'] }],
  constants: { weights: { type: 'float32', dims: [2, 1], values: [2, 3] } },
  opset: { 'ai.onnx': 17 },
  irVersion: 8,
  producer: { name: 'test', version: '1' },
  metadata: { features: '["a","b"]' },
}

/** The index-th of three numbers. A batch with an index above 2 fails as a whole. */
export const fragileGraph: Graph = {
  name: 'fragile',
  inputs: [column('index', 'int64')],
  outputs: [{ name: 'prediction', type: 'float32', shape: ['rows', 1] }],
  nodes: [{ op: 'Gather', inputs: ['values', 'index'], outputs: ['prediction'] }],
  constants: { values: { type: 'float32', dims: [3], values: [10, 20, 30] } },
  opset: { 'ai.onnx': 17 },
  irVersion: 8,
  producer: { name: 'test', version: '1' },
}
