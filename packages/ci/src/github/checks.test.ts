import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { CheckRun } from '@trainyard/ports'
import { type LoopbackGitHub, startGitHub } from '../../../../test/support/github.ts'
import { githubChecks } from './checks.ts'

let github: LoopbackGitHub
let workspace: string
let said: string[]
const before = { ...process.env }

// GitHub's own client reads the address of the API from the environment of the process.
beforeAll(async () => {
  github = await startGitHub()
  Object.assign(process.env, github.env())
  workspace = await mkdtemp(path.join(tmpdir(), 'trainyard-checks-'))
  await writeFile(path.join(workspace, 'suite.json'), '{}')
})

afterAll(async () => {
  process.env = before
  await github.close()
})

beforeEach(() => {
  github.forget()
  github.answerChecksWith(201)
  said = []
})

const check: CheckRun = {
  name: 'validate-data: warnings',
  conclusion: 'neutral',
  title: '2 warnings',
  summary: 'text',
  annotations: [
    { message: 'at a line', at: { file: 'suite.json', line: 3, column: 5 } },
    { message: 'of no file', at: { file: 'inputs', key: 'suite' } },
    { message: 'nowhere' },
  ],
}

function checks(env: Record<string, string> = {}, token: string | undefined = 'ghs_token') {
  return githubChecks({
    env: { GITHUB_REPOSITORY: 'acme/penguins', GITHUB_SHA: 'merge', ...env },
    dist: 'unused from source',
    log: { info: (line) => void said.push(line) },
    token,
    folders: { workspace, cwd: workspace },
  })
}

test('a finished check with its annotations in the files', async () => {
  expect(await checks().create(check)).toEqual({ url: 'https://github.com/acme/penguins/runs/5' })
  expect(github.calls).toMatchObject([
    {
      method: 'POST',
      path: '/repos/acme/penguins/check-runs',
      authorization: 'token ghs_token',
      fields: { name: check.name, headSha: 'merge', status: 'completed', conclusion: 'neutral' },
    },
  ])
  expect(github.calls[0]?.fields['output']).toEqual({
    title: '2 warnings',
    summary: 'text',
    annotations: [
      {
        path: 'suite.json',
        start_line: 3,
        end_line: 3,
        start_column: 5,
        end_column: 5,
        annotation_level: 'warning',
        message: 'at a line',
      },
    ],
  })
  expect(said).toEqual([])
})

test('in a pull request it is a check of the head, not of the merge commit', async () => {
  const event = path.join(workspace, 'event.json')
  await writeFile(event, JSON.stringify({ pull_request: { head: { sha: 'head' } } }))
  await checks({ GITHUB_EVENT_PATH: event }).create(check)
  expect(github.calls[0]?.fields).toMatchObject({ headSha: 'head' })
})

test('no more is sent than GitHub takes', async () => {
  const at = { file: 'suite.json', line: 1 }
  const annotations = Array.from({ length: 80 }, () => ({ message: 'm', at }))
  await checks().create({ ...check, summary: 'x'.repeat(100_000), annotations })
  const { summary, annotations: sent } = Object(github.calls[0]?.fields['output'])
  expect([summary.length, sent.length]).toEqual([65_535, 50])
})

test.each([403, 404, 422])(
  'answered with %d there is no check, the log says why, and nothing fails',
  async (status) => {
    github.answerChecksWith(status)
    expect(await checks().create(check)).toBeUndefined()
    expect(said).toEqual([expect.stringMatching(/^No check "validate-data: warnings": .*checks: write/)])
  },
)

test('without a token nothing is asked, and the log says what is needed', async () => {
  expect(await checks({}, '').create(check)).toBeUndefined()
  expect(github.calls).toEqual([])
  expect(said).toEqual([expect.stringMatching(/input token, with checks: write/)])
})
