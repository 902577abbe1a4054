import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, jest, test } from '@jest/globals'
import type { Exec, Log } from '@trainyard/ports'
import { quietLog, tickingClock } from '../../../../test/support/services.ts'
import { openDirectory } from '../directory/index.ts'
import type { Tracker } from '../types.ts'

// Each machine is a clone of one bare repository; git itself fetches and pushes.
jest.setTimeout(60_000)

const exec: Exec = {
  run: (command, args, { cwd, env, input } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd, env: { ...process.env, ...env } })
      const output = { stdout: '', stderr: '' }
      for (const stream of ['stdout', 'stderr'] as const)
        child[stream].on('data', (text) => {
          output[stream] += String(text)
        })
      child.on('error', reject)
      child.on('close', (code, signal) => resolve({ code, signal, ...output }))
      child.stdin.end(input)
    }),
}

const clock = {
  ...tickingClock(),
  sleep: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds / 10)),
}

const log: Log = { ...quietLog, warning: (message) => void warnings.push(message) }

let warnings: string[] = []
let folder = ''
beforeEach(() => {
  warnings = []
  folder = mkdtempSync(path.join(tmpdir(), 'trainyard-machines-'))
  git(folder, 'init', '--quiet', '--bare', 'origin.git')
})

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
}

/** A checkout with a commit of its own, as a job has it. */
async function machine(name: string): Promise<{ readonly tracker: Tracker; readonly checkout: string }> {
  const checkout = path.join(folder, name)
  git(folder, 'clone', '--quiet', 'origin.git', name)
  writeFileSync(path.join(checkout, 'train.py'), 'print(1)')
  return { checkout, tracker: await opened(checkout) }
}

function opened(checkout: string): Promise<Tracker> {
  const place = { folder: checkout, state: path.join(checkout, '.trainyard'), project: 'penguins' }
  return openDirectory({ to: 'directory', branch: 'trainyard-registry' }, place, {
    clock,
    exec,
    log,
    fetch,
    env: {},
  })
}

const digest = (digit: string) => digit.repeat(64)
const facts = {
  trainer: 'built-in',
  parameters: { depth: 4 },
  seed: 7,
  cache: { key: digest('a'), preimage: {} },
  dataset: digest('d'),
}

async function train(tracker: Tracker, content = 'model'): Promise<string> {
  const run = await tracker.start({ name: 'penguins', facts, tags: { branch: 'main' } })
  const file = path.join(folder, 'model.onnx')
  writeFileSync(file, content)
  await run.log([{ name: 'loss', step: 0, value: 0.5 }])
  await run.attach([
    { file: 'model/model.onnx', from: file },
    { file: 'run.json', from: file },
  ])
  await run.end({ status: 'finished', model: digest('b') })
  return run.id
}

test('a run that one machine recorded is known on another, without the bytes of its model', async () => {
  const [one, other] = [await machine('one'), await machine('other')]
  const id = await train(one.tracker)
  const run = await other.tracker.run(id)
  expect(run).toMatchObject({ status: 'finished', metrics: { loss: 0.5 }, tags: { branch: 'main' } })
  expect(run?.files.map(({ file }) => file)).toEqual(['run.json'])
  expect(await other.tracker.fetch(id, 'model/model.onnx', path.join(folder, 'fetched'))).toBe(false)
})

test('a version brings its model along, and an alias is the same everywhere', async () => {
  const one = await machine('one')
  const run = await train(one.tracker)
  const { version } = await one.tracker.register({ model: 'penguins', run, sha256: digest('b') })
  await one.tracker.alias({ model: 'penguins', alias: 'champion', version, by: 'ada' })
  const { tracker } = await machine('other')
  expect(await tracker.version('penguins', 'champion')).toMatchObject({ version: '1', run, aliases: ['champion'] })
  expect(await tracker.fetch(run, 'model/model.onnx', path.join(folder, 'fetched'))).toBe(true)
  expect(git(path.join(folder, 'origin.git'), 'log', '--format=%s', 'trainyard-registry')).toBe(
    `penguins@champion is version 1, by ada\npenguins: a version, of run ${run}\nRun ${run}\n`,
  )
})

test('an alias that only the branch may have is not said to be absent where the branch cannot be reached', async () => {
  const { tracker, checkout } = await machine('one')
  git(checkout, 'remote', 'set-url', 'origin', path.join(folder, 'gone.git'))
  await expect(tracker.version('penguins', 'champion')).rejects.toThrow('trainyard-registry')
  expect(warnings[0]).toContain('Going on with the directory alone')
})

test('of machines that register at once, each gets a number of its own', async () => {
  const machines = [await machine('one'), await machine('two'), await machine('three')]
  const runs: string[] = []
  for (const { tracker } of machines) runs.push(await train(tracker))
  const versions = await Promise.all(
    machines.map(({ tracker }, at) =>
      tracker.register({ model: 'penguins', run: runs[at] ?? '', sha256: digest('b') }),
    ),
  )
  expect(versions.map(({ version }) => version).toSorted()).toEqual(['1', '2', '3'])
  const { tracker } = await machine('later')
  const found = await tracker.versions('penguins')
  expect(found.map(({ version, run }) => [version, run])).toEqual(
    versions
      .map(({ version, run }) => [version, run])
      .toSorted()
      .reverse(),
  )
})

test('a checkout stays as it was: its files, its index, its branch', async () => {
  const { tracker, checkout } = await machine('one')
  mkdirSync(path.join(checkout, 'src'))
  git(checkout, 'add', 'train.py')
  const before = [git(checkout, 'status', '--porcelain', '--', 'train.py', 'src'), git(checkout, 'diff', '--cached')]
  const run = await train(tracker)
  await tracker.register({ model: 'penguins', run, sha256: digest('b') })
  expect([git(checkout, 'status', '--porcelain', '--', 'train.py', 'src'), git(checkout, 'diff', '--cached')]).toEqual(
    before,
  )
  expect(readdirSync(checkout).toSorted()).toEqual(['.git', '.trainyard', 'src', 'train.py'])
})

test('what is added to a run later is pushed too', async () => {
  const one = await machine('one')
  const id = await train(one.tracker)
  const other = await machine('other')
  const run = await other.tracker.resume(id)
  await run.tag({ verdict: 'pass' })
  expect((await (await opened(one.checkout)).run(id))?.tags).toMatchObject({ verdict: 'pass', branch: 'main' })
})

test('without a remote, runs are recorded with a warning, and a version is refused', async () => {
  const { tracker, checkout } = await machine('one')
  git(checkout, 'remote', 'remove', 'origin')
  const run = await train(tracker)
  expect(warnings.join('\n')).toContain('track')
  await expect(tracker.register({ model: 'penguins', run, sha256: digest('b') })).rejects.toThrow('cannot be reached')
  expect(await (await opened(checkout)).versions('penguins')).toEqual([])
})

test('a model that is brought along to another machine becomes a version there', async () => {
  const run = await train((await machine('one')).tracker)
  const { tracker } = await machine('other')
  await (await tracker.resume(run)).attach([{ file: 'model/model.onnx', from: path.join(folder, 'model.onnx') }])
  expect(await tracker.register({ model: 'penguins', run, sha256: digest('b') })).toMatchObject({ version: '1' })
  const later = await machine('later')
  expect(await later.tracker.fetch(run, 'model/model.onnx', path.join(folder, 'fetched'))).toBe(true)
})

test('a model that is not on this machine cannot become a version', async () => {
  const run = await train((await machine('one')).tracker)
  const { tracker } = await machine('other')
  await expect(tracker.register({ model: 'penguins', run, sha256: digest('b') })).rejects.toThrow(
    'is not on this machine',
  )
})

test('a model that GitHub would refuse is refused before anything is pushed', async () => {
  const { tracker, checkout } = await machine('one')
  const id = await train(tracker)
  truncateSync(path.join(checkout, '.trainyard/track/runs', id, 'files/model/model.onnx'), 100 * 2 ** 20 + 1)
  const before = git(folder, '--git-dir', 'origin.git', 'rev-parse', 'trainyard-registry')
  await expect(tracker.register({ model: 'penguins', run: id, sha256: digest('b') })).rejects.toThrow(
    'model/model.onnx has 101 MiB, and GitHub takes 100 MiB a file',
  )
  expect(await tracker.versions('penguins')).toEqual([])
  expect(git(folder, '--git-dir', 'origin.git', 'rev-parse', 'trainyard-registry')).toBe(before)
})
