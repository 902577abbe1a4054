import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals'
import type { Log } from '@trainyard/ports'
import { type LoopbackGitHub, startGitHub } from '../../../../test/support/github.ts'
import { githubArtifacts } from './artifacts.ts'
import { githubCache } from './cache.ts'
import { githubDispatch } from './dispatch.ts'

jest.setTimeout(30_000)

let github: LoopbackGitHub
let folder: string
const before = { ...process.env }
const warnings: string[] = []
const quiet = () => undefined
const log: Log = {
  info: quiet,
  debug: quiet,
  warning: (message) => void warnings.push(message),
  error: quiet,
  progress: quiet,
  mask: quiet,
  group: (_, work) => work(),
}

// GitHub's own clients read the environment of the process.
beforeAll(async () => {
  github = await startGitHub()
  delete process.env['GITHUB_EVENT_PATH']
  Object.assign(process.env, github.env(), { GITHUB_REPOSITORY: 'acme/penguins', GITHUB_REF_NAME: 'main' })
})

afterAll(async () => {
  process.env = before
  await github.close()
})

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'trainyard-clients-'))
  process.env['GITHUB_WORKSPACE'] = folder
  process.env['RUNNER_TEMP'] = folder
  github.forget()
})

const artifacts = (token?: string) =>
  githubArtifacts({ env: process.env, dist: 'unused from source', token, group: (_, work) => work() })

async function someFiles(): Promise<string> {
  const root = path.join(folder, 'made')
  await mkdir(path.join(root, 'model'), { recursive: true })
  await writeFile(path.join(root, 'run.json'), '{"über": 1}')
  await writeFile(path.join(root, 'model/model.onnx'), Buffer.alloc(9_000_000, 7))
  return root
}

test('what is uploaded is what is downloaded, in the place of what was there', async () => {
  const { id, digest } = await artifacts().upload('train', await someFiles())
  expect(id).toBe(1)
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  const into = path.join(folder, 'got')
  await mkdir(into)
  await writeFile(path.join(into, 'stale'), '')
  expect(await artifacts().download('train', into)).toBe(true)
  expect(await readFile(path.join(into, 'run.json'), 'utf8')).toBe('{"über": 1}')
  expect((await readFile(path.join(into, 'model/model.onnx'))).equals(Buffer.alloc(9_000_000, 7))).toBe(true)
  await expect(readFile(path.join(into, 'stale'))).rejects.toThrow()
})

test('an artifact of another run is reached with a token', async () => {
  Object.assign(process.env, github.env('41'))
  const { digest } = await artifacts().upload('evaluate', await someFiles())
  Object.assign(process.env, github.env('42'))
  const into = path.join(folder, 'other')
  expect(await artifacts().download('evaluate', into)).toBe(false)
  expect(await artifacts('ghs_token').download('evaluate', into, { run: 41 })).toBe(true)
  expect(await readFile(path.join(into, 'run.json'), 'utf8')).toBe('{"über": 1}')
  expect(digest).toMatch(/^sha256:/)
  const only = { names: ['run.json'], files: 1, bytes: 100 }
  expect(await artifacts('ghs_token').download('evaluate', into, { run: 41, only })).toBe(true)
  expect(await readdir(into, { recursive: true })).toEqual(['run.json'])
  expect(await readdir(folder)).not.toContainEqual(expect.stringContaining('archive'))
  expect(await artifacts('ghs_token').download('none', into, { run: 41 })).toBe(false)
  await expect(artifacts().download('evaluate', into, { run: 41 })).rejects.toThrow('need a token')
  github.corruptArtifact('evaluate')
  await expect(artifacts('ghs_token').download('evaluate', into, { run: 41 })).rejects.toThrow()
})

test('an artifact that is not there is not there', async () => {
  expect(await artifacts().download('none', path.join(folder, 'got'))).toBe(false)
})

test('an empty folder is not uploaded as if it were something', async () => {
  await mkdir(path.join(folder, 'empty'))
  await expect(artifacts().upload('empty', path.join(folder, 'empty'))).rejects.toThrow(/is empty/)
})

test('a cache is restored under its key, and missed under another', async () => {
  const tools = path.join(folder, 'tools')
  await mkdir(tools)
  await writeFile(path.join(tools, 'libonnxruntime.so'), 'library')
  const cache = githubCache('unused from source', log)
  await cache.save([tools], 'key-1')
  expect(github.cacheKeys).toEqual(['key-1'])
  await rm(tools, { recursive: true })
  expect(await cache.restore([tools], 'key-2')).toBe(false)
  expect(await cache.restore([tools], 'key-1')).toBe(true)
  expect(await readFile(path.join(tools, 'libonnxruntime.so'), 'utf8')).toBe('library')
  expect(warnings).toEqual([])
})

test('a workflow is started on the branch of the run, and its run is linked', async () => {
  const dispatch = githubDispatch(process.env, 'unused from source', 'ghs_token')
  expect(await dispatch.start('retrain.yml', undefined, { reason: 'drift' })).toEqual({
    url: 'https://github.com/acme/penguins/actions/runs/7',
  })
  expect(github.calls).toMatchObject([{ fields: { ref: 'main', inputs: { reason: 'drift' } } }])
})

test('a workflow is started on the default branch where the event tells it', async () => {
  const event = path.join(folder, 'event.json')
  await writeFile(event, JSON.stringify({ repository: { default_branch: 'trunk' } }))
  const dispatch = githubDispatch({ ...process.env, GITHUB_EVENT_PATH: event }, 'unused from source', 'ghs_token')
  await dispatch.start('retrain.yml', undefined, {})
  await dispatch.start('retrain.yml', 'v2', {})
  expect(github.calls.map(({ fields }) => fields['ref'])).toEqual(['trunk', 'v2'])
})

test('without a token no workflow is started, and the error says which input to set', async () => {
  const dispatch = githubDispatch(process.env, 'unused from source', undefined)
  expect(dispatch.available).toBe(false)
  await expect(dispatch.start('retrain.yml', 'main', {})).rejects.toThrow(/GITHUB_TOKEN/)
})
