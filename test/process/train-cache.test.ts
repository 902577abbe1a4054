import { appendFile, copyFile, cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { InputError } from '@trainyard/ports'
import { expectSealed, openEntry } from '../../packages/commands/src/train/cache/entry.ts'
import { type LoopbackGitHub, startGitHub } from '../support/github.ts'
import { runBundle, type StepResult } from '../support/runner.ts'
import { checkout } from './example.ts'

// Real training, in processes of their own, against the real cache client.
jest.setTimeout(240_000)

let github: LoopbackGitHub
beforeEach(async () => {
  github = await startGitHub()
})
afterEach(() => github.close())

interface Job {
  readonly params?: string
  readonly env?: Readonly<Record<string, string>>
  /** Another GitHub than that of the test. */
  readonly at?: LoopbackGitHub
}

/** `train` in a checkout, as a job of a workflow. */
async function train(workspace: string, { params, env, at = github }: Job = {}): Promise<StepResult> {
  const inputs = { upload: 'false', params: `epochs=3${params === undefined ? '' : `\n${params}`}` }
  const result = await runBundle('train', { workspace, github: at, inputs, ...(env && { env }) })
  expect(result.exitCode === 0 ? '' : result.stdout + result.stderr).toBe('')
  return result
}

async function runOf(workspace: string) {
  return JSON.parse(await readFile(path.join(workspace, '.trainyard/train/run.json'), 'utf8'))
}

const warnings = ({ annotations }: StepResult) =>
  annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)

const inState = (workspace: string, file: string) => path.join(workspace, '.trainyard/train', file)

async function forget(workspace: string, ...folders: string[]): Promise<void> {
  for (const folder of folders) await rm(path.join(workspace, '.trainyard', folder), { recursive: true, force: true })
}

describe('a training without validate-data before it', () => {
  test('looks at the data and the configuration as they are now, not as an earlier training found them', async () => {
    const workspace = await checkout()
    await train(workspace)
    await appendFile(path.join(workspace, 'data/penguins.csv'), 'Adelie,Dream,39,18,190,3700,male,2009\n')
    const file = path.join(workspace, 'trainyard.yml')
    await writeFile(file, (await readFile(file, 'utf8')).replace('ignore: [year]', 'ignore: [year, island]'))
    await train(workspace)
    const { rows, columns } = JSON.parse(await readFile(inState(workspace, 'dataset.json'), 'utf8'))
    expect(rows).toBe(345)
    expect(columns).toContainEqual(expect.objectContaining({ name: 'island', role: 'ignore' }))
  })
})

test('what the configuration says of the data must be what validate-data was told', async () => {
  const workspace = await checkout()
  expect((await runBundle('validate-data', { workspace, github, inputs: { upload: 'false' } })).exitCode).toBe(0)
  const file = path.join(workspace, 'trainyard.yml')
  await writeFile(file, (await readFile(file, 'utf8')).replace('ignore: [year]', 'ignore: [year, island]'))
  const { exitCode, stdout } = await runBundle('train', { workspace, github, inputs: { upload: 'false' } })
  expect(exitCode).toBe(2)
  expect(stdout).toContain('Run validate-data again')
})

describe('an unchanged run', () => {
  test('takes the model from the state, then from the tracker, then from the cache, here and on another machine', async () => {
    const [workspace, other] = [await checkout(), await checkout()]
    const first = await train(workspace)
    expect(first.summary).not.toContain('reused')
    const model = await readFile(inState(workspace, 'model/model.onnx'))
    const found: string[] = []
    for (const folders of [[], ['train'], ['train', 'track']]) {
      await forget(workspace, ...folders)
      await train(workspace)
      found.push((await runOf(workspace)).cache.from)
      expect(await readFile(inState(workspace, 'model/model.onnx'))).toEqual(model)
    }
    expect(found).toEqual(['state', 'tracker', 'GitHub cache'])
    const result = await train(other)
    expect((await runOf(other)).cache).toMatchObject({ reused: true, from: 'GitHub cache' })
    expect(result.log).toContain('reused from the GitHub cache: nothing has changed')
    expect(await readdir(path.join(other, '.trainyard/cache'))).toEqual([])
    github.corruptCache(`trainyard-train-${(await runOf(other)).cache.key}`)
    await forget(other, 'train', 'track')
    const spoilt = await train(other)
    expect((await runOf(other)).cache.reused).toBe(false)
    expect(warnings(spoilt).length).toBeGreaterThan(0)
  })
})

describe('a run that has changed', () => {
  test('names each entry that is another than in the nearest run: log, summary, page', async () => {
    const workspace = await checkout()
    await train(workspace, { params: 'hidden=4' })
    await train(workspace, { params: 'hidden=9\nlearning_rate=0.01' })
    const result = await train(workspace, { params: 'hidden=6' })
    const { cache } = await runOf(workspace)
    expect(cache.nearest.changes).toEqual([{ name: 'params.hidden', before: '4', after: '6' }])
    expect(result.log).toContain('params.hidden: 4 → 6')
    expect(result.summary).toContain('params.hidden: 4 → 6')
    expect(await readFile(inState(workspace, 'report.html'), 'utf8')).toContain('params.hidden: 4 → 6')
  })

  test('knows the last run of its branch, or of its base, on another machine', async () => {
    const [one, other, pull] = [await checkout(), await checkout(), await checkout()]
    await train(one, { params: 'hidden=4' })
    const env = { GITHUB_HEAD_REF: 'deeper', GITHUB_BASE_REF: 'main', GITHUB_REF_NAME: '7/merge' }
    const result = await train(pull, { params: 'hidden=6', env })
    expect((await runOf(pull)).base).toMatchObject({ branch: 'main', parameters: { hidden: 4 } })
    expect(result.summary).toContain('|  | main | this run | difference |')
    expect(result.summary).toContain('| hidden | 4 | 6 | &#43;2 |')
    expect(await readFile(inState(pull, 'report.html'), 'utf8')).toContain('Learning curve; dashed: main.')
    await train(other, { params: 'hidden=7' })
    expect((await runOf(other)).cache.nearest.changes).toEqual([{ name: 'params.hidden', before: '4', after: '7' }])
  })
})

/** A checkout with a trained model in its state: trained once, and copied. */
let trained: Promise<string> | undefined
async function trainedCheckout(): Promise<string> {
  trained ??= trainedApart()
  const copy = await mkdtemp(path.join(tmpdir(), 'trained-'))
  await cp(await trained, copy, { recursive: true })
  return copy
}

/** With a GitHub of its own, so that nothing is in the cache of the test that asks first. */
async function trainedApart(): Promise<string> {
  const workspace = await checkout()
  const apart = await startGitHub()
  await train(workspace, { at: apart })
  await apart.close()
  return workspace
}

describe('an entry that is not as it was left', () => {
  const spoilers: readonly (readonly [string, string, (file: string) => Promise<void>])[] = [
    ['a model that was cut off', 'model/model.onnx', (file) => truncate(file, 100)],
    ['a model that was added to', 'model/model.onnx', (file) => appendFile(file, 'x')],
    ['other metrics', 'run.json', (file) => replaced(file, /"value": [^,\n]+/, '"value": 0')],
    ['another profile', 'profile.json', (file) => replaced(file, /"rows": \d+/, '"rows": 1')],
    ['no profile', 'profile.json', (file) => rm(file)],
    ['no digests', 'files.sha256', (file) => rm(file)],
  ]

  test.each(spoilers)('%s is seen', async (_, file, spoil) => {
    const workspace = await trainedCheckout()
    const { cache } = await runOf(workspace)
    const folder = path.join(workspace, '.trainyard/train')
    await expectSealed(folder)
    await spoil(inState(workspace, file))
    await expect(expectSealed(folder).then(() => openEntry(folder, cache.key))).rejects.toThrow(InputError)
  })

  test('is told of once, and the same model is trained again', async () => {
    const workspace = await trainedCheckout()
    const before = await readFile(inState(workspace, 'model/model.onnx'))
    await forget(workspace, 'track')
    await truncate(inState(workspace, 'model/model.onnx'), 100)
    expect(warnings(await train(workspace)).join('\n')).toContain('the model in the state cannot be used')
    expect((await runOf(workspace)).cache.reused).toBe(false)
    expect(await readFile(inState(workspace, 'model/model.onnx'))).toEqual(before)
    expect(warnings(await train(workspace))).toEqual([])
  })

  test('in the tracker is told of too', async () => {
    const workspace = await trainedCheckout()
    await forget(workspace, 'train')
    const runs = path.join(workspace, '.trainyard/track/runs')
    for (const run of await readdir(runs)) await truncate(path.join(runs, run, 'files/model/model.onnx'), 100)
    expect(warnings(await train(workspace)).join('\n')).toContain('the model in the tracker cannot be used')
    expect((await runOf(workspace)).cache.reused).toBe(false)
  })
})

describe('the code of a command', () => {
  const script = (text: string) => `${text}\ncp champion.onnx "$TRAINYARD_OUT/model.onnx"\n`

  async function project(): Promise<string> {
    const workspace = await trainedCheckout()
    await copyFile(inState(workspace, 'model/model.onnx'), path.join(workspace, 'champion.onnx'))
    const config = path.join(workspace, 'trainyard.yml')
    await appendFile(config, 'train:\n  run: bash train.sh\n  code: [train.sh]\n')
    await writeFile(path.join(workspace, 'train.sh'), script('# one'))
    await writeFile(path.join(workspace, 'notes.py'), '# one')
    await train(workspace)
    return workspace
  }

  test('is the declared set: a comment elsewhere is no miss, one in it is', async () => {
    const workspace = await project()
    await writeFile(path.join(workspace, 'notes.py'), '# two')
    await train(workspace)
    expect((await runOf(workspace)).cache.reused).toBe(true)
    await writeFile(path.join(workspace, 'train.sh'), script('# two'))
    const result = await train(workspace)
    expect((await runOf(workspace)).cache.reused).toBe(false)
    expect(result.log).toMatch(/code\.train\.sh: sha256:\w{12}… → sha256:\w{12}…/)
  })
})

async function replaced(file: string, what: RegExp, by: string): Promise<void> {
  const text = await readFile(file, 'utf8')
  const changed = text.replace(what, by)
  expect(changed).not.toBe(text)
  await writeFile(file, changed)
}
