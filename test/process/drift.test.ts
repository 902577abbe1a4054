import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals'
import { type LoopbackGitHub, startGitHub } from '../support/github.ts'
import { runBundle } from '../support/runner.ts'
import { checkout } from './example.ts'

jest.setTimeout(60_000)

let github: LoopbackGitHub
let workspace: string

beforeAll(async () => {
  github = await startGitHub()
  workspace = await checkout()
  const [header, ...rows] = (await readFile(path.join(workspace, 'data/penguins.csv'), 'utf8')).trim().split('\n')
  await mkdir(path.join(workspace, 'new'))
  const biscoe = rows.filter((row) => row.split(',')[1] === 'Biscoe')
  await writeFile(path.join(workspace, 'new/biscoe.csv'), [header, ...biscoe].join('\n'))
})

afterAll(() => github.close())
beforeEach(() => github.forget())

function check(inputs: Record<string, string>, env: Record<string, string> = {}) {
  const shared = { data: 'new/biscoe.csv', reference: 'data/penguins.csv', upload: 'false' }
  return runBundle('check-drift', { workspace, github, inputs: { ...shared, ...inputs }, env })
}

const dispatches = () => github.calls.filter(({ path }) => path.endsWith('/dispatches'))

test('drift is told, and no workflow is started unless asked for', async () => {
  const result = await check({})
  expect(result.exitCode).toBe(0)
  expect(result.outputs).toMatchObject({ verdict: 'pass', finding: 'drift' })
  expect(dispatches()).toEqual([])
})

test('fail-on: drift makes a failing step of it', async () => {
  const result = await check({ 'fail-on': 'drift' })
  expect(result.exitCode).toBe(1)
  expect(result.outputs['finding']).toBe('drift')
})

test('the retraining workflow is started with the token of the job, which is masked', async () => {
  const result = await check({ dispatch: 'true', token: 'ghs_secret' })
  expect(result.exitCode).toBe(0)
  expect(dispatches()).toMatchObject([
    {
      method: 'POST',
      path: '/repos/acme/penguins/actions/workflows/retrain.yml/dispatches',
      authorization: 'token ghs_secret',
      fields: { ref: 'main', inputs: { reason: expect.stringContaining('drift') }, returnRunDetails: true },
    },
  ])
  expect(result.outputs['run']).toBe('https://github.com/acme/penguins/actions/runs/7')
  expect(result.stdout.split('\n').filter((line) => line.includes('ghs_secret'))).toEqual(['::add-mask::ghs_secret'])
})

test.each([
  [403, /actions: write/],
  [404, /on the default branch/],
  [422, /workflow_dispatch/],
])('a dispatch answered with %d names the remedy', async (status, remedy) => {
  github.answerDispatchesWith(status)
  const result = await check({ dispatch: 'true' }, { GITHUB_TOKEN: 'ghs_other' })
  github.answerDispatchesWith(200)
  expect(result.exitCode).toBe(2)
  expect(result.annotations.map(({ message }) => message).join('\n')).toMatch(remedy)
})
