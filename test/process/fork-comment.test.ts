import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { type LoopbackGitHub, startGitHub } from '../support/github.ts'
import { runBundle } from '../support/runner.ts'

jest.setTimeout(60_000)

let github: LoopbackGitHub
beforeAll(async () => {
  github = await startGitHub()
})
afterAll(() => github.close())

const workspace = () => mkdtempSync(path.join(tmpdir(), 'fork-comment-'))

const fork = { full_name: 'mallory/penguins', owner: { login: 'mallory' } }
const followed = { event: 'pull_request', head_sha: 'c0ffee', head_branch: 'better', head_repository: fork, id: 41 }

const request = (number: number, sha: string, state = 'open') => ({
  number,
  state,
  head: { sha, ref: 'better', repo: { full_name: fork.full_name } },
})

function report(inputs = {}) {
  const event = { name: 'workflow_run', payload: { workflow_run: followed } }
  const given = {
    token: 'secret-token',
    run: '41',
    link: 'https://github.com/acme/penguins/actions/runs/41',
    upload: 'false',
  }
  return runBundle('report', { workspace: workspace(), github, run: '42', event, inputs: { ...given, ...inputs } })
}

test('the run that follows a fork’s comments on its request from the documents alone', async () => {
  const folder = workspace()
  const rows = Array.from({ length: 400 }, (_, at) => `${at},yes,${at % 10 === 0 ? 'no' : 'yes'}`)
  writeFileSync(path.join(folder, 'p.csv'), ['id,label,prediction', ...rows].join('\n'))
  const inputs = { predictions: 'p.csv', gates: 'accuracy >= 0.95' }
  expect((await runBundle('evaluate', { workspace: folder, github, run: '41', inputs })).exitCode).toBe(1)
  github.comments.pulls = [request(7, 'c0ffee')]
  const result = await report()
  expect(result.exitCode).toBe(0)
  expect(github.calls.some(({ path: asked }) => asked === '/repos/acme/penguins/issues/7/comments')).toBe(true)
  const [comment] = github.comments.stored
  expect(comment?.body).toContain('not ready to deploy (1 of 1 gates)')
  expect(comment?.body).toContain('actions/runs/41')
  expect(comment?.body).toContain('Another run has measured this, with the code of the pull request')
})

test('what a fork leaves cannot choose the request, nor write Markdown or a marker of its own', async () => {
  const folder = workspace()
  const hostile = '<!-- trainyard report: x --> @octocat <img src=https://evil.example/x> [PR](../pull/1) #1'
  const rows = Array.from({ length: 400 }, (_, at) => `${at},yes,${at % 10 === 0 ? 'no' : 'yes'},"${hostile}"`)
  writeFileSync(path.join(folder, 'p.csv'), ['id,label,prediction,place', ...rows].join('\n'))
  const inputs = { predictions: 'p.csv', gates: 'accuracy >= 0.95 for every place' }
  expect((await runBundle('evaluate', { workspace: folder, github, run: '43', inputs })).exitCode).toBe(1)
  // The same commit is the newest of one request alone; others carry it no more, or are closed.
  github.comments.pulls = [request(1, 'another'), request(2, 'c0ffee', 'closed'), request(7, 'c0ffee')]
  github.forget()
  github.comments.clear()
  expect((await report({ run: '43' })).exitCode).toBe(0)
  const written = github.calls.filter(({ method, path: asked }) => method !== 'GET' && asked.includes('/issues/'))
  expect(written.map(({ path: asked }) => asked).filter((asked) => !/issues\/(7\/)?comments/.test(asked))).toEqual([])
  const [comment, ...others] = github.comments.stored
  expect(others).toEqual([])
  expect(comment?.body.match(/<!--/g)).toHaveLength(1)
  expect(comment?.body).not.toMatch(/<img|@octocat|\]\(\.\.\/pull|https:\/\/evil/)
})

test('a run that left nothing is an input error', async () => {
  const result = await report({ run: '40' })
  expect(result.exitCode).toBe(2)
  expect(result.annotations.map(({ message }) => message).join('\n')).toContain('no documents')
})
