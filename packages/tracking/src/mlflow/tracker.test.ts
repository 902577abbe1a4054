import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { InputError, sha256 } from '@trainyard/ports'
import type { NewRun, RunHandle, Tracker } from '../types.ts'
import { openMlflow, syncMlflow } from './index.ts'
import { type FakeMlflow, type Fault, fakeMlflow } from './tests/server.ts'
import { testServices } from './tests/services.ts'

jest.setTimeout(30_000)

const digest = (digit: string) => digit.repeat(64)
const facts = {
  trainer: 'built-in',
  parameters: { depth: 4, deep: true },
  seed: 7,
  cache: { key: digest('a'), preimage: { 'params.depth': '4' } },
  dataset: digest('d'),
}
const newRun: NewRun = { name: 'penguins', facts, tags: { branch: 'main' } }

let fake: FakeMlflow
let folder = ''
let world: ReturnType<typeof testServices>

beforeEach(async () => {
  fake = await fakeMlflow()
  folder = await mkdtemp(path.join(tmpdir(), 'trainyard-mlflow-'))
  world = testServices()
})
afterEach(() => fake.close())

const place = () => ({ folder, state: path.join(folder, '.trainyard'), project: 'penguins' })
const open = (): Promise<Tracker> => openMlflow({ to: 'mlflow', uri: fake.url }, place(), world.services)
const waiting = () => readdir(path.join(folder, '.trainyard', 'track', 'spool'))

async function synced() {
  const all = []
  for await (const one of syncMlflow({ to: 'mlflow', uri: fake.url }, place(), world.services)) all.push(one.outcome)
  return all
}

async function fileWith(content: string): Promise<string> {
  const file = path.join(folder, 'given')
  await writeFile(file, content)
  return file
}

/** Everything that a training does with a run. */
async function record(run: RunHandle) {
  await run.log([
    { name: 'loss', step: 0, value: 0.5 },
    { name: 'loss', step: 1, value: 0.25 },
    { name: 'recall[true]', step: 0, value: 0.75 },
  ])
  await run.attach([{ file: 'model/model.onnx', from: await fileWith('onnx') }])
  await run.attach([{ file: 'profile.json', from: await fileWith('{}') }])
  await run.end({ status: 'finished', model: digest('b'), parameters: { depth: 4, deep: true, rate: 0.1 } })
}

function expectWhole() {
  expect(fake.runs).toHaveLength(1)
  const [run] = fake.runs
  expect(run?.status).toBe('FINISHED')
  expect(Object.fromEntries(run?.params ?? [])).toEqual({ depth: '4', deep: 'true', rate: '0.1' })
  expect(run?.points).toMatchObject([
    { key: 'loss', step: 0 },
    { key: 'loss', step: 1 },
    { key: 'recall_true_-722c2175', step: 0 },
  ])
  expect(run?.points).toHaveLength(3)
  expect(run?.models).toEqual(['m-1'])
  expect(fake.models.map(({ status }) => status)).toEqual(['LOGGED_MODEL_READY'])
  expect(String(fake.artifacts.get('1/models/m-1/model.onnx'))).toBe('onnx')
  expect(String(fake.artifacts.get('1/models/m-1/MLmodel'))).toContain('loader_module: mlflow.onnx')
  expect(String(fake.artifacts.get('1/run1/profile.json'))).toBe('{}')
}

test('a run comes back as it was recorded', async () => {
  const tracker = await open()
  const run = await tracker.start(newRun)
  expect(run.env).toMatchObject({ MLFLOW_RUN_ID: 'run1', MLFLOW_TRACKING_URI: fake.url })
  await record(run)
  expectWhole()
  expect(await waiting()).toEqual([])
  expect(await tracker.run('run1')).toMatchObject({
    name: 'penguins',
    status: 'finished',
    model: digest('b'),
    facts: { ...facts, parameters: { depth: 4, deep: true, rate: 0.1 } },
    tags: { branch: 'main' },
    metrics: { loss: 0.25, 'recall[true]': 0.75 },
    points: [
      { name: 'loss', step: 0, value: 0.5 },
      { name: 'loss', step: 1, value: 0.25 },
      { name: 'recall[true]', step: 0, value: 0.75 },
    ],
    files: [
      { file: 'model/model.onnx', bytes: 4, sha256: sha256('onnx') },
      { file: 'profile.json', bytes: 2, sha256: sha256('{}') },
    ],
  })
})

describe('a request that goes wrong once leaves nothing twice', () => {
  const endpoints = [
    'POST runs/create',
    'POST runs/search',
    'POST runs/log-batch',
    'POST runs/outputs',
    'POST logged-models',
    'PATCH logged-models/m-1',
    'PUT artifact',
    'POST runs/update',
    'GET experiments/get-by-name',
  ]
  const faults: Fault[] = ['cut before', 'cut after', '500 after']
  test.each(endpoints.flatMap((endpoint) => faults.map((fault) => [endpoint, fault] as const)))(
    '%s, %s',
    async (endpoint, fault) => {
      fake.store = 'FileStore'
      fake.faults.set(endpoint, [fault])
      await record(await (await open()).start(newRun))
      expectWhole()
      expect(await waiting()).toEqual([])
      expect(world.warnings).toEqual([])
    },
  )
})

test('Retry-After is waited for', async () => {
  fake.faults.set('POST runs/create', ['503', '429'])
  await (await open()).start(newRun)
  expect(world.waits).toEqual([expect.any(Number), 3000])
})

describe('a server that dies', () => {
  test.each<[string, Fault]>([
    ['GET experiments/get-by-name', 'cut before'],
    ['POST runs/create', 'cut before'],
    ['POST runs/log-batch', 'cut after'],
    ['POST logged-models', 'cut before'],
    ['PUT artifact', 'cut after'],
    ['POST runs/update', 'cut after'],
  ])('at %s, %s, loses nothing, and sync goes on from there', async (endpoint, fault) => {
    fake.store = 'FileStore'
    fake.faults.set(
      endpoint,
      Array.from({ length: 12 }, () => fault),
    )
    await record(await (await open()).start(newRun))
    expect(world.warnings).toEqual([expect.stringContaining('trainyard sync')])
    expect(await waiting()).toHaveLength(1)
    fake.faults.clear()
    expect(await synced()).toEqual(['sent'])
    expectWhole()
    expect(await waiting()).toEqual([])
  })

  test('and is away from the beginning: run, version and alias wait, and come in order', async () => {
    await fake.close()
    const tracker = await open()
    const run = await tracker.start(newRun)
    expect(run.env).toBeUndefined()
    await record(run)
    const version = await tracker.register({ model: 'penguins', run: run.id, sha256: sha256('onnx') })
    expect(version.version).toBe('pending')
    await tracker.alias({ model: 'penguins', alias: 'candidate', version: 'pending', by: 'test' })
    expect(world.warnings).toHaveLength(1)
    fake = await fakeMlflow(Number(new URL(fake.url).port), fake)
    expect(await synced()).toEqual(['sent', 'sent'])
    expectWhole()
    expect(fake.versions).toMatchObject([{ name: 'penguins', source: 'models:/m-1', run_id: 'run1' }])
    expect(fake.aliases.get('candidate')).toBe('1')
    expect((await tracker.run(run.id))?.id).toBe('run1')
  })

  test('while it is read from says so', async () => {
    await fake.close()
    await expect((await open()).runs()).rejects.toThrow('ECONNREFUSED')
    fake = await fakeMlflow()
  })
})

test('a training that was killed is ended as such by sync', async () => {
  const tracker = await open()
  const run = await tracker.start(newRun)
  await run.log([{ name: 'loss', step: 0, value: 0.5 }])
  expect(await synced()).toEqual(['sent'])
  expect(fake.runs).toMatchObject([{ status: 'KILLED', points: [{ key: 'loss' }] }])
  expect(run.id).toBe('run1')
})

test('a journal that a crash cut off is sent up to there', async () => {
  await fake.close()
  await record(await (await open()).start(newRun))
  const [id = ''] = await waiting()
  const journal = path.join(folder, '.trainyard', 'track', 'spool', id, 'journal.jsonl')
  const text = await readFile(journal, 'utf8')
  await writeFile(journal, text.slice(0, -20))
  fake = await fakeMlflow(Number(new URL(fake.url).port), fake)
  expect(await synced()).toEqual(['sent'])
  expect(fake.runs).toMatchObject([{ status: 'KILLED' }])
})

test('a journal that was changed is refused by line and key, and stays', async () => {
  await fake.close()
  await record(await (await open()).start(newRun))
  const [id = ''] = await waiting()
  await writeFile(path.join(folder, '.trainyard', 'track', 'spool', id, 'journal.jsonl'), '{"do":"log","at":1}\n')
  fake = await fakeMlflow(Number(new URL(fake.url).port), fake)
  expect(await synced()).toEqual(['refused'])
  expect(await waiting()).toEqual([id])
})

test('an alias that was moved later stays', async () => {
  await fake.close()
  const tracker = await open()
  await tracker.alias({ model: 'penguins', alias: 'champion', version: '1', by: 'test' })
  fake = await fakeMlflow(Number(new URL(fake.url).port), fake)
  for (const source of ['old', 'new']) fake.versions.push({ name: 'penguins', source, run_id: 'r', tags: [] })
  Object.assign(fake.versions[1] ?? {}, { creation_timestamp: Date.UTC(2027) })
  fake.aliases.set('champion', '2')
  await synced()
  expect(fake.aliases.get('champion')).toBe('2')
  expect(world.warnings.at(-1)).toContain('penguins@champion stays at version 2')
})

test.each(['latest', 'v3', '12', 'a b'])('%s cannot be an alias', async (alias) => {
  const move = { model: 'penguins', alias, version: '1', by: 'test' }
  await expect((await open()).alias(move)).rejects.toThrow(InputError)
  expect(await waiting()).toEqual([])
})

test('a file whose bytes are not those that were recorded is refused', async () => {
  const tracker = await open()
  await record(await tracker.start(newRun))
  const into = path.join(folder, 'fetched')
  expect(await tracker.fetch('run1', 'model/model.onnx', into)).toBe(true)
  expect(await readFile(into, 'utf8')).toBe('onnx')
  fake.artifacts.set('1/models/m-1/model.onnx', Buffer.from('other'))
  await expect(tracker.fetch('run1', 'model/model.onnx', path.join(folder, 'other'))).rejects.toThrow(InputError)
  expect(await readdir(folder)).not.toContain('other')
  expect(await tracker.fetch('run1', 'nothing.json', into)).toBe(false)
})

test('credentials are sent as MLflow does, and masked', async () => {
  world = testServices({
    MLFLOW_TRACKING_USERNAME: 'me',
    MLFLOW_TRACKING_PASSWORD: 'hunter2',
    MLFLOW_TRACKING_TOKEN: 't',
  })
  await (await open()).start(newRun)
  expect(world.masked).toEqual(['hunter2', Buffer.from('me:hunter2').toString('base64')])
})

test.each([
  [{ MLFLOW_TRACKING_USERNAME: 'me' }, 'MLFLOW_TRACKING_PASSWORD is not set'],
  [{ MLFLOW_TRACKING_AWS_SIGV4: 'true' }, 'cannot be signed'],
])('%j is refused', async (env, message) => {
  world = testServices(env)
  await expect(open()).rejects.toThrow(message)
})

test.each(['sqlite:///mlflow.db', 'file:/tmp/runs', 'databricks', 'https://me:secret@mlflow.example'])(
  '%s is no address to send to',
  async (uri) => {
    const error = await openMlflow({ to: 'mlflow', uri }, place(), world.services).catch(String)
    expect(error).toContain('track.uri')
    expect(error).not.toContain('secret')
  },
)
