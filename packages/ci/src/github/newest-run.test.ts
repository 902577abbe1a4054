import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals'
import { type LoopbackGitHub, startGitHub } from '../../../../test/support/github.ts'
import { githubArtifacts } from './artifacts.ts'

jest.setTimeout(30_000)

let github: LoopbackGitHub
let folder: string
/** Name of the artifact; every test has its own, as GitHub forgets none. */
let name = 'train'
const before = { ...process.env }

// GitHub's own clients read the environment of the process, and its address once.
beforeAll(async () => {
  github = await startGitHub()
  delete process.env['GITHUB_EVENT_PATH']
  Object.assign(process.env, github.env(), { GITHUB_REPOSITORY: 'acme/penguins' })
})

afterAll(async () => {
  process.env = before
  await github.close()
})

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'trainyard-newest-'))
  name = path.basename(folder)
  Object.assign(process.env, { GITHUB_WORKSPACE: folder, RUNNER_TEMP: folder })
  github.runs.stored = []
})

afterEach(() => rm(folder, { recursive: true }))

const artifacts = (token?: string) =>
  githubArtifacts({ env: process.env, dist: 'unused from source', token, group: (_, work) => work() })

/** Lets a run leave an artifact. */
async function leave(run: number): Promise<void> {
  const root = await mkdtemp(path.join(folder, 'made-'))
  await writeFile(path.join(root, 'run.txt'), String(run))
  Object.assign(process.env, github.env(String(run)))
  await artifacts().upload(name, root)
}

test('the newest successful run of the default branch is found, and what it left', async () => {
  github.runs.add(1)
  github.runs.add(2)
  for (const run of [1, 2]) await leave(run)
  expect(await artifacts('ghs_token').newestRun(name)).toEqual({ run: 2, expired: false })
  await artifacts('ghs_token').download(name, path.join(folder, 'got'), { run: 2 })
  expect(await readFile(path.join(folder, 'got/run.txt'), 'utf8')).toBe('2')
  expect(await artifacts('ghs_token').newestRun('other')).toBeUndefined()
})

test.each([
  ['that failed', { conclusion: 'failure' }],
  ['that goes on', { conclusion: null }],
  ['of another branch', { head_branch: 'change' }],
  ['of a pull request from a branch that is called main', { event: 'pull_request' }],
  ['of a branch main of a fork', { head_repository: { id: 2 } }],
  ['of a fork that was followed up', { event: 'workflow_run' }],
])('a newer run %s does not count', async (_, run) => {
  github.runs.add(1, { event: 'schedule' })
  github.runs.add(2, run)
  for (const one of [1, 2]) await leave(one)
  expect(await artifacts('ghs_token').newestRun(name)).toEqual({ run: 1, expired: false })
})

test('an artifact that has expired is passed over, and told where there is no other', async () => {
  for (const run of [1, 2, 3]) github.runs.add(run, run === 3 ? { event: 'pull_request' } : {})
  for (const run of [1, 2, 3]) await leave(run)
  github.expireArtifacts('2')
  github.expireArtifacts('3')
  expect(await artifacts('ghs_token').newestRun(name)).toEqual({ run: 1, expired: false })
  github.expireArtifacts('1')
  expect(await artifacts('ghs_token').newestRun(name)).toEqual({ run: 2, expired: true })
})

test('there is none where no run of the branch left one', async () => {
  github.runs.add(1, { head_branch: 'change' })
  await leave(1)
  expect(await artifacts('ghs_token').newestRun(name)).toBeUndefined()
})

test('without a token or a permission the error says what is needed', async () => {
  await expect(artifacts().newestRun(name)).rejects.toThrow('input token')
  github.runs.status = 403
  await expect(artifacts('ghs_token').newestRun(name)).rejects.toThrow('permissions: actions: read')
})
