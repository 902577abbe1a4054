import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { type GraphNode, type GraphValue, writeOnnx } from '@trainyard/onnx'
import { type Batch, FaultError, InputError } from '@trainyard/ports'
import { stillClock as clock } from '../../../test/support/services.ts'
import { modelFromOnnx } from './package.ts'
import { openPredictor, openPredictorInProcess } from './predictor.ts'
import { batchOf, expected } from './tests/answers.ts'
import { fixture, runtime } from './tests/paths.ts'
import { compiledWorker, strangeWorker } from './tests/worker.ts'
import type { ModelPackage } from './types.ts'

const worker = compiledWorker()
const options = { runtime, worker, telemetryOff: true }
const { columns, labels } = expected('pipeline')
const batch = batchOf(columns)
let model: ModelPackage
beforeAll(async () => {
  model = await modelFromOnnx(fixture('pipeline.onnx'), { clock })
})

const thrown = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error)

describe('in a worker', () => {
  test('answers are those of the calling thread, whatever the number of rows', async () => {
    const here = await openPredictorInProcess(model, { runtime })
    const there = await openPredictor(model, options)
    for (const rows of [0, 1, batch.rows])
      expect(await there.predict(head(rows))).toEqual(await here.predict(head(rows)))
    await Promise.all([here.close(), there.close()])
  })

  test('a batch stays usable, and calls may overlap', async () => {
    const predictor = await openPredictor(model, options)
    const answers = await Promise.all([predictor.predict(batch), predictor.predict(head(3)), predictor.predict(batch)])
    await predictor.close()
    expect(answers.map((answer) => answer.labels)).toEqual([labels, labels?.slice(0, 3), labels])
  })

  test('the calling thread is free while the model computes', async () => {
    const predictor = await openPredictor(await slowModel(), options)
    let ticks = 0
    const timer = setInterval(() => {
      ticks += 1
    }, 5)
    await predictor.predict({ rows: 2048, columns: new Map([['x', new Float64Array(2048)]]) })
    clearInterval(timer)
    await predictor.close()
    expect(ticks).toBeGreaterThan(5)
  }, 20_000)

  test('closing twice is closing once, and nothing is answered after', async () => {
    const predictor = await openPredictor(model, options)
    await predictor.close()
    await predictor.close()
    await expect(predictor.predict(batch)).rejects.toThrow(FaultError)
  })

  test('rows that break the model are told of, and the next are answered', async () => {
    const predictor = await openPredictor(model, options)
    const error = await thrown(predictor.predict({ rows: 7, columns: batch.columns }))
    expect(error).toBeInstanceOf(InputError)
    expect(String(error)).toContain('the model failed on these rows')
    expect((await predictor.predict(batch)).labels).toEqual(labels)
    await predictor.close()
  })
})

describe('a worker that does not come up', () => {
  test.each([
    ['telemetry is on', { telemetryOff: false }, 'ORT_DISABLE_TELEMETRY=1', FaultError],
    ['there is no such worker', { worker: '/no/worker.mjs' }, 'the inference worker broke down', FaultError],
    ['it throws', { worker: strangeWorker('throw new Error("boom")') }, 'boom', FaultError],
    ['it ends', { worker: strangeWorker('process.exit(3)') }, 'ended with code 3 while loading', FaultError],
    [
      'it hangs',
      { worker: strangeWorker('parentPort.on("message", () => {})'), loadTimeoutMs: 300 },
      '0.3 s',
      FaultError,
    ],
    ['there is no runtime', { runtime: '/no/onnxruntime/index.js' }, 'ONNX Runtime could not be loaded', FaultError],
    [
      'the runtime is another',
      { runtime: path.join(import.meta.dirname, '../../../biome.json') },
      'could not be loaded',
      FaultError,
    ],
  ])('%s: one clear error', async (_, wrong, message, kind) => {
    const error = await thrown(openPredictor(model, { ...options, ...wrong }))
    expect(error).toBeInstanceOf(kind)
    expect(`${error} ${error instanceof FaultError ? error.remedy : ''}`).toContain(message)
  })

  test('memory runs out', async () => {
    const greedy = strangeWorker('const kept = []; for (;;) kept.push(new Array(1e5).fill({}))')
    const error = await thrown(openPredictor(model, { ...options, worker: greedy, memoryMb: 32 }))
    expect(error).toMatchObject({ message: expect.stringContaining('ran out of memory') })
  }, 20_000)

  test('it ends while it computes: the call fails, and so does the next', async () => {
    const mortal = strangeWorker(
      'parentPort.on("message", () => process.exit(4)); parentPort.postMessage({ kind: "ready" })',
    )
    const predictor = await openPredictor(model, { ...options, worker: mortal })
    await expect(predictor.predict(batch)).rejects.toThrow('the inference worker ended with code 4')
    await expect(predictor.predict(batch)).rejects.toThrow('the inference worker ended with code 4')
    await predictor.close()
  })
})

test.each([
  ['in a worker', (broken: ModelPackage) => openPredictor(broken, options)],
  ['in process', (broken: ModelPackage) => openPredictorInProcess(broken, { runtime })],
])('a model that ONNX Runtime refuses is the user’s to mend, %s', async (_, open) => {
  const onnx = path.join(path.dirname(worker), 'broken.onnx')
  writeFileSync(onnx, 'no model')
  const error = await thrown(open({ ...model, onnx }))
  expect(error).toBeInstanceOf(InputError)
  expect(String(error)).toMatch(/broken\.onnx {2}ONNX Runtime refuses the model/)
})

function head(rows: number): Batch {
  const cut = [...batch.columns].map(([name, values]) => [name, values.slice(0, rows)] as const)
  return { rows, columns: new Map(cut) }
}

/** Six products with a matrix of 1024 × 1024: about a second of work. */
async function slowModel(): Promise<ModelPackage> {
  const side = 1024
  const value = (name: string): GraphValue => ({ name, type: 'float32', shape: ['rows', 1] })
  const products = Array.from({ length: 6 }, (_, at): GraphNode => {
    return { op: 'MatMul', inputs: [`h${at}`, 'square'], outputs: [`h${at + 1}`] }
  })
  const bytes = writeOnnx({
    name: 'slow',
    inputs: [value('x')],
    outputs: [value('y')],
    nodes: [
      { op: 'MatMul', inputs: ['x', 'widen'], outputs: ['h0'] },
      ...products,
      { op: 'ReduceMean', inputs: ['h6'], outputs: ['y'], attributes: { axes: { ints: [1] } } },
    ],
    constants: {
      widen: { type: 'float32', dims: [1, side], values: new Float32Array(side) },
      square: { type: 'float32', dims: [side, side], values: new Float32Array(side * side).fill(1e-3) },
    },
    opset: { 'ai.onnx': 17 },
    irVersion: 8,
    producer: { name: 'test', version: '1' },
  })
  const file = path.join(path.dirname(worker), 'slow.onnx')
  writeFileSync(file, bytes)
  return modelFromOnnx(file, { clock })
}
