import { appendFile, copyFile, cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
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
}

/** `train` in a checkout, as a job of a workflow. */
async function train(workspace: string, { params, env }: Job = {}): Promise<StepResult> {
  const inputs = { upload: 'false', params: `epochs=3${params === undefined ? '' : `\n${params}`}` }
  const result = await runBundle('train', { workspace, github, inputs, ...(env && { env }) })
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

describe('an unchanged run', () => {
  test('takes the model from the state, then from the tracker, then from the cache, and says so', async () => {
    const workspace = await checkout()
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
  })

  test('is found on another machine', async () => {
    const [one, other] = [await checkout(), await checkout()]
    await train(one)
    const result = await train(other)
    expect((await runOf(other)).cache).toMatchObject({ reused: true, from: 'GitHub cache' })
    expect(result.log).toContain('reused from the GitHub cache: nothing has changed')
    expect(await readdir(path.join(other, '.trainyard/cache'))).toEqual([])
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

  test('knows the last run of its branch on another machine', async () => {
    const [one, other] = [await checkout(), await checkout()]
    await train(one, { params: 'hidden=4' })
    await train(other, { params: 'hidden=6' })
    expect((await runOf(other)).cache.nearest.changes).toEqual([{ name: 'params.hidden', before: '4', after: '6' }])
  })

  test('of a pull request stands beside the last run of its base', async () => {
    const [one, other] = [await checkout(), await checkout()]
    await train(one, { params: 'hidden=4' })
    const env = { GITHUB_HEAD_REF: 'deeper', GITHUB_BASE_REF: 'main', GITHUB_REF_NAME: '7/merge' }
    const result = await train(other, { params: 'hidden=6', env })
    expect((await runOf(other)).base).toMatchObject({ branch: 'main', parameters: { hidden: 4 } })
    expect(result.summary).toContain('|  | main | this run | difference |')
    expect(result.summary).toContain('| hidden | 4 | 6 | &#43;2 |')
    expect(await readFile(inState(other, 'report.html'), 'utf8')).toContain('Learning curve; dashed: main.')
  })
})

/** A checkout with a trained model in its state: trained once, and copied. */
let trained: Promise<string> | undefined
async function trainedCheckout(): Promise<string> {
  trained ??= checkout().then(async (workspace) => {
    await train(workspace)
    return workspace
  })
  const copy = await mkdtemp(path.join(tmpdir(), 'trained-'))
  await cp(await trained, copy, { recursive: true })
  return copy
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

  test.each(spoilers)('%s is told of, and the model is trained again', async (_, file, spoil) => {
    const workspace = await trainedCheckout()
    const before = await readFile(inState(workspace, 'model/model.onnx'))
    await forget(workspace, 'track')
    await emptyCache()
    await spoil(inState(workspace, file))
    const result = await train(workspace)
    expect(warnings(result).join('\n')).toContain('the model in the state cannot be used')
    expect((await runOf(workspace)).cache.reused).toBe(false)
    expect(await readFile(inState(workspace, 'model/model.onnx'))).toEqual(before)
  })

  test('is told of once: what is trained again is whole', async () => {
    const workspace = await trainedCheckout()
    await truncate(inState(workspace, 'model/model.onnx'), 100)
    await train(workspace)
    expect(warnings(await train(workspace))).toEqual([])
  })

  test('in the tracker is told of too', async () => {
    const workspace = await trainedCheckout()
    await emptyCache()
    await forget(workspace, 'train')
    const runs = path.join(workspace, '.trainyard/track/runs')
    for (const run of await readdir(runs)) await truncate(path.join(runs, run, 'files/model/model.onnx'), 100)
    expect(warnings(await train(workspace)).join('\n')).toContain('the model in the tracker cannot be used')
    expect((await runOf(workspace)).cache.reused).toBe(false)
  })

  test('in the cache is told of with its key', async () => {
    const workspace = await checkout()
    await train(workspace)
    const { key } = (await runOf(workspace)).cache
    github.corruptCache(`trainyard-train-${key}`)
    await forget(workspace, 'train', 'track')
    const result = await train(workspace)
    expect((await runOf(workspace)).cache.reused).toBe(false)
    expect(warnings(result).length).toBeGreaterThan(0)
  })
})

describe('the code of a command', () => {
  const script = (text: string) => `${text}\ncp champion.onnx "$TRAINYARD_OUT/model.onnx"\n`

  async function project(): Promise<string> {
    const workspace = await checkout()
    await train(workspace)
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

/** Another GitHub, whose cache has nothing. */
async function emptyCache(): Promise<void> {
  await github.close()
  github = await startGitHub()
}
