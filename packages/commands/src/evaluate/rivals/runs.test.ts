import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { defaultConfig } from '@trainyard/config'
import { type Dataset, openEngine, openTable } from '@trainyard/dataset'
import { newDocument, type Signature, writeDocument } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import { sha256, sha256File } from '@trainyard/ports'
import { type PredictionTable, writePredictions } from '@trainyard/predictions'
import { openTracker, type Tracker } from '@trainyard/tracking'
import { quietServices, stillClock, tickingClock } from '../../../../../test/support/services.ts'
import type { Context } from '../../core/context.ts'
import type { Judged } from '../judged.ts'
import { withRuns } from './runs.ts'

// The disk may be slow while other tests run.
jest.setTimeout(30_000)

/** In place of a model: it answers with twice the number that it is given. */
const doubling = `import { parentPort } from 'node:worker_threads'
parentPort.on('message', ({ kind, id, feeds }) => {
  if (kind === 'close') return parentPort.close()
  const data = feeds[0].data.map((value) => 2 * value)
  parentPort.postMessage({ kind: 'done', id, tensors: [{ name: 'answer', type: 'float64', dims: [data.length], data }] })
})
parentPort.postMessage({ kind: 'ready' })
`
const signature: Signature = {
  task: 'regression',
  inputs: [{ name: 'x', type: 'float64', shape: [-1, 1] }],
  outputs: [{ name: 'answer', type: 'float64', shape: [-1] }],
  prediction: 'answer',
  target: 'y',
}
const facts = {
  trainer: 'built-in',
  parameters: {},
  seed: 0,
  cache: { key: 'a'.repeat(64), preimage: {} },
  dataset: '',
}
const head = { clock: stillClock, subjects: [], inputs: [], verdict: 'pass', reason: '' } as const
const document = newDocument(
  'model',
  { name: 'm', signature, framework: 'none', opset: {}, irVersion: 10, bytes: 5, sha256: sha256('bytes') },
  head,
)

let folder: string
let dataset: Dataset
let judged: Judged
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'run-rivals-'))
  await writeFile(path.join(folder, 'rows.csv'), 'x,y\n1,2.5\n2,3.5\n3,6.5\n')
  await writeFile(path.join(folder, 'model.onnx'), 'bytes')
  await writeDocument(path.join(folder, 'model.json'), document)
  dataset = await openTable({ base: folder, files: ['rows.csv'] }, quietServices)
  const model: ModelPackage = { folder, onnx: path.join(folder, 'model.onnx'), document }
  const ran = { model, dataset, split: 'all' as const, ask: () => Promise.reject(new Error('no other share is asked')) }
  judged = {
    table: answers(1, 2, 3),
    data: { split: 'all', rows: 3, sha256: dataset.sha256 },
    target: 'y',
    inputs: [],
    ran,
  }
})
afterAll(async () => {
  await dataset.close()
  await rm(folder, { recursive: true, force: true })
})

function answers(...predictions: readonly number[]): PredictionTable {
  const labels = Float64Array.of(2.5, 3.5, 6.5)
  return { task: 'regression', rows: 3, ids: [], classes: [], labels, predictions: Float64Array.from(predictions) }
}

/** A project of its own, with a worker that answers, unless nothing may be asked. */
async function project({ worker = doubling }: { readonly worker?: string | undefined } = {}) {
  const state = await mkdtemp(path.join(folder, 'state-'))
  const dist = path.join(state, 'dist')
  await mkdir(path.join(dist, 'inference-worker'), { recursive: true })
  await writeFile(path.join(dist, 'package.json'), '{"type":"module"}')
  await writeFile(path.join(dist, 'inference-worker/index.js'), worker)
  const services = { ...quietServices, clock: tickingClock(), dist, env: { ORT_DISABLE_TELEMETRY: '1' } }
  const config = defaultConfig(folder, 'p')
  const context = { services, config, state } as unknown as Context
  return { context, tracker: await openTracker(config.track, { folder, state, project: config.name }, services) }
}

/** A finished run with these files. */
async function trained(
  tracker: Tracker,
  files: Readonly<Record<string, string>>,
  model: string | undefined = document.sha256,
) {
  const run = await tracker.start({ name: 'p', facts: { ...facts, dataset: 'd'.repeat(64) }, tags: {} })
  await run.attach(Object.entries(files).map(([file, from]) => ({ file, from: path.join(folder, from) })))
  await run.end({ status: 'finished', ...(model !== '' && { model }) })
  return run.id
}

const modelFiles = { 'model/model.onnx': 'model.onnx', 'model/model.json': 'model.json' }

test('the model of a run is fetched and asked for the rows that the candidate was asked for', async () => {
  const { context, tracker } = await project()
  const id = await trained(tracker, modelFiles)
  const { table, inputs } = await withRuns(judged, ['run:latest'], context)
  expect([...(table.runs?.get('run:latest')?.predictions ?? [])]).toEqual([2, 4, 6])
  expect(table.predictions).toEqual(judged.table.predictions)
  expect(inputs).toEqual([{ kind: 'champion', name: `run ${id}`, sha256: document.sha256 }])
})

test('answers to these rows that were kept with the run are taken, and no model is asked', async () => {
  const engine = await openEngine(quietServices)
  await writePredictions(path.join(folder, 'predictions.parquet'), answers(7, 8, 9), engine)
  await engine.close()
  const body = {
    task: 'regression',
    model: document.sha256,
    data: judged.data,
    target: 'y',
    metrics: [],
    rules: [],
  } as const
  const settled = { inconclusive: 'fail', decidedBy: 'bounds' } as const
  const predictions = await sha256File(path.join(folder, 'predictions.parquet'))
  const kept = newDocument('evaluation', { ...body, ...settled, predictions }, head)
  await writeDocument(path.join(folder, 'evaluation.json'), kept)
  const { context, tracker } = await project({ worker: "throw new Error('a model was asked')" })
  const files = { 'evaluation.json': 'evaluation.json', 'predictions.parquet': 'predictions.parquet' }
  await trained(tracker, { ...modelFiles, ...files })
  const { table } = await withRuns(judged, ['run:latest'], context)
  expect([...(table.runs?.get('run:latest')?.predictions ?? [])]).toEqual([7, 8, 9])
})

test.each<[string, Readonly<Record<string, string>>, string | undefined, RegExp]>([
  ['without a model', modelFiles, '', /has no model to compare with/],
  [
    'whose model is elsewhere',
    { 'model/model.json': 'model.json' },
    undefined,
    /model\.onnx of run .* is not in directory/,
  ],
  [
    'with another model than was recorded',
    modelFiles,
    sha256('other'),
    /was recorded with the model .*, and holds another/,
  ],
])('a run %s is refused', async (_, files, model, message) => {
  const { context, tracker } = await project()
  await trained(tracker, files, model)
  await expect(withRuns(judged, ['run:latest'], context)).rejects.toThrow(message)
})

test('predictions made elsewhere cannot be compared with a run, and without such a rule nothing is asked', async () => {
  const { context } = await project()
  const { ran: _, ...given } = judged
  await expect(withRuns(given, ['run:latest'], context)).rejects.toThrow(/no model was run.*champion-predictions/s)
  expect(await withRuns(given, [], context)).toBe(given)
})
