import { appendFile, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, jest, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import type { NewRun, Tracker } from '../types.ts'
import { directoryTracker } from './tracker.ts'

// The disk may be slow while other tests run.
jest.setTimeout(30_000)

let now = 0
const clock = {
  now: () => new Date(Date.UTC(2026, 0, 31) + now),
  elapsed: () => now,
  sleep: async () => {},
}

const digest = (digit: string) => digit.repeat(64)

const facts = {
  trainer: 'built-in',
  parameters: { depth: 4 },
  seed: 7,
  cache: { key: digest('a'), preimage: { 'params.depth': '4' } },
  dataset: digest('d'),
}
const newRun: NewRun = { name: 'penguins', facts, tags: { branch: 'main' } }

let root = ''
let tracker: Tracker

beforeEach(async () => {
  now = 0
  root = await mkdtemp(path.join(tmpdir(), 'trainyard-track-'))
  tracker = directoryTracker(root, 'track', { clock })
})

async function fileWith(content: string): Promise<string> {
  const file = path.join(root, 'given')
  await writeFile(file, content)
  return file
}

test('a run whose process is gone without a word was killed', async () => {
  const run = await tracker.start(newRun)
  expect((await tracker.runs({ status: 'running' })).map(({ id }) => id)).toEqual([run.id])
  const file = path.join(root, 'runs', run.id, 'run.json')
  const record = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(file, JSON.stringify({ ...record, process: { ...record.process, born: 'before' } }))
  const killed = { id: run.id, status: 'killed', reason: 'its process is gone, and wrote no end' }
  expect(await tracker.runs({ status: 'killed' })).toMatchObject([killed])
  await run.end({ status: 'finished' })
  expect(await tracker.run(run.id)).toMatchObject({ status: 'finished' })
})

test('a run comes back as it was recorded', async () => {
  const run = await tracker.start(newRun)
  await run.log([{ name: 'loss', step: 0, value: 0.5 }])
  await run.log([{ name: 'loss', step: 1, value: 0.25 }])
  await run.attach([{ file: 'model/model.onnx', from: await fileWith('bytes') }])
  await run.tag({ branch: 'next', reason: 'try' })
  expect(await tracker.run(run.id)).toMatchObject({ status: 'running', facts, metrics: { loss: 0.25 } })
  now = 2000
  await run.end({ status: 'finished', model: digest('b'), parameters: { depth: 4, rate: 0.1 }, reason: 'well' })
  expect(await tracker.run(run.id)).toEqual({
    id: run.id,
    name: 'penguins',
    startedAt: '2026-01-31T00:00:00.000Z',
    endedAt: '2026-01-31T00:00:02.000Z',
    status: 'finished',
    model: digest('b'),
    reason: 'well',
    facts: { ...facts, parameters: { depth: 4, rate: 0.1 } },
    tags: { branch: 'next', reason: 'try' },
    metrics: { loss: 0.25 },
    points: [
      { name: 'loss', step: 0, value: 0.5 },
      { name: 'loss', step: 1, value: 0.25 },
    ],
    files: [{ file: 'model/model.onnx', bytes: 5, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
  })
})

test('runs are listed newest first, and by what is asked of them', async () => {
  const first = await tracker.start(newRun)
  now = 1000
  const second = await tracker.start({ ...newRun, name: 'other', parent: first.id })
  now = 2000
  const third = await tracker.start({ ...newRun, facts: { ...facts, cache: { key: digest('c'), preimage: {} } } })
  await third.end({ status: 'finished', model: digest('b') })
  const ids = async (filter: Parameters<Tracker['runs']>[0]) => (await tracker.runs(filter)).map(({ id }) => id)
  expect(await ids({})).toEqual([third.id, second.id, first.id])
  expect(await ids({ name: 'penguins' })).toEqual([third.id, first.id])
  expect(await ids({ parent: first.id })).toEqual([second.id])
  expect(await ids({ key: digest('c') })).toEqual([third.id])
  expect(await ids({ model: digest('b') })).toEqual([third.id])
  expect(await ids({ status: 'running', atMost: 1 })).toEqual([second.id])
})

test('a file is fetched only while its bytes are those that were recorded', async () => {
  const run = await tracker.start(newRun)
  await run.attach([{ file: 'a/b.txt', from: await fileWith('bytes') }])
  const into = path.join(root, 'fetched')
  expect(await tracker.fetch(run.id, 'a/b.txt', into)).toBe(true)
  expect(await readFile(into, 'utf8')).toBe('bytes')
  expect(await tracker.fetch(run.id, 'a/c.txt', into)).toBe(false)
  await appendFile(path.join(root, 'runs', run.id, 'files/a/b.txt'), 'x')
  await expect(tracker.fetch(run.id, 'a/b.txt', into)).rejects.toThrow('was recorded')
  expect(await readFile(into, 'utf8')).toBe('bytes')
})

test('what a crash cut off is not read, and spoils nothing that is added later', async () => {
  const run = await tracker.start(newRun)
  await run.log([{ name: 'loss', step: 0, value: 0.5 }])
  await appendFile(path.join(root, 'runs', run.id, 'metrics.jsonl'), '{"name":"loss","st')
  expect((await tracker.run(run.id))?.points).toHaveLength(1)
  const again = await tracker.resume(run.id)
  await again.log([{ name: 'loss', step: 1, value: 0.25 }])
  expect((await tracker.run(run.id))?.points.map(({ value }) => value)).toEqual([0.5, 0.25])
})

test('versions count up, and aliases move', async () => {
  const { id: run } = await tracker.start(newRun)
  const register = () => tracker.register({ model: 'penguins', run, sha256: digest('b') })
  expect(await tracker.version('penguins', 'champion')).toBeUndefined()
  expect([(await register()).version, (await register()).version]).toEqual(['1', '2'])
  const move = (version: string) => tracker.alias({ model: 'penguins', alias: 'champion', version, by: 'ada' })
  await move('1')
  expect(await tracker.version('penguins', 'champion')).toMatchObject({ version: '1', run, aliases: ['champion'] })
  await move('2')
  expect((await tracker.versions('penguins')).map(({ aliases }) => aliases)).toEqual([['champion'], []])
  expect(await tracker.version('penguins', 'latest')).toMatchObject({ version: '2' })
  await expect(move('3')).rejects.toThrow('no version 3')
})

test.each(['latest', '7', 'v7'])('%s cannot be an alias', async (alias) => {
  const { id: run } = await tracker.start(newRun)
  await tracker.register({ model: 'penguins', run, sha256: digest('b') })
  await expect(tracker.alias({ model: 'penguins', alias, version: '1', by: 'ada' })).rejects.toThrow(InputError)
})

test.each(['../x', '', 'a/b', '.hidden', 'a\nb'])('%j is no name of a run or a model', async (name) => {
  expect(() => tracker.run(name)).toThrow(InputError)
  await expect(async () => tracker.version(name, '1')).rejects.toThrow(InputError)
})

test.each(['../x', '/x', 'a//b', 'a/../b', 'a\\b', ''])('%j is no name of a file', async (file) => {
  const run = await tracker.start(newRun)
  await expect(run.attach([{ file, from: await fileWith('') }])).rejects.toThrow(InputError)
})

test('a record that was changed is refused with its place', async () => {
  const run = await tracker.start(newRun)
  await writeFile(path.join(root, 'runs', run.id, 'run.json'), '{"record":"run"}')
  await expect(tracker.run(run.id)).rejects.toThrow(/run\.json.*is missing/)
})

test('there are no runs where there is no directory', async () => {
  const empty = directoryTracker(path.join(root, 'none'), 'none', { clock })
  expect(await empty.runs()).toEqual([])
  expect(await empty.run('20260131-000000-aaaaaa')).toBeUndefined()
})

test('of many that write at once, each has a number of its own, and nothing is lost', async () => {
  const run = await tracker.start(newRun)
  const from = await fileWith('bytes')
  const writers = [tracker, directoryTracker(root, 'track', { clock })]
  const each = Array.from({ length: 12 }, (_, at) => ({ at, writer: writers[at % 2] ?? tracker }))
  const made = await Promise.all(
    each.map(async ({ at, writer }) => {
      const handle = await writer.resume(run.id)
      await handle.attach([{ file: `files/${at}.txt`, from }])
      await handle.log([{ name: 'loss', step: at, value: at }])
      await handle.tag({ [`tag${at}`]: 'x' })
      const version = await writer.register({ model: 'penguins', run: run.id, sha256: digest('b') })
      await writer.alias({ model: 'penguins', alias: 'champion', version: version.version, by: String(at) })
      return version.version
    }),
  )
  const numbers = each.map(({ at }) => at + 1)
  expect(made.map(Number).toSorted((a, b) => a - b)).toEqual(numbers)
  const found = await tracker.run(run.id)
  expect(found?.files).toHaveLength(12)
  expect(found?.points.map(({ step }) => step).toSorted((a, b) => a - b)).toEqual(numbers.map((number) => number - 1))
  expect(Object.keys(found?.tags ?? {})).toHaveLength(13)
  expect((await tracker.versions('penguins')).filter(({ aliases }) => aliases.includes('champion'))).toHaveLength(1)
  expect(await readdir(path.join(root, 'models/penguins/aliases/champion'))).toHaveLength(12)
})
