import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type LoopbackGitHub, startGitHub } from '../../../../test/support/github.ts'
import { githubComments } from './comments.ts'

let github: LoopbackGitHub
let event: string
let said: string[]
const before = { ...process.env }

// GitHub's own client reads the address of the API from the environment of the process.
beforeAll(async () => {
  github = await startGitHub()
  Object.assign(process.env, github.env())
  event = path.join(await mkdtemp(path.join(tmpdir(), 'trainyard-comments-')), 'event.json')
})

afterAll(async () => {
  process.env = before
  await github.close()
})

beforeEach(async () => {
  await writeFile(event, JSON.stringify({ pull_request: { number: 3 } }))
  github.forget()
  github.comments.clear()
  github.comments.status = 200
  said = []
})

function comments(token: string | undefined = 'ghs_token') {
  return githubComments({
    env: { GITHUB_REPOSITORY: 'acme/penguins', GITHUB_EVENT_PATH: event },
    dist: 'unused from source',
    log: { info: (line) => void said.push(line) },
    token,
  })
}

const marker = '<!-- trainyard report: penguins -->'

test('the first comment is new, the next takes its place', async () => {
  const made = await comments().put(marker, 'first')
  expect(await comments().put(marker, 'second')).toEqual(made)
  expect(github.comments.stored.map(({ body }) => body)).toEqual([`${marker}\nsecond`])
  expect(said).toEqual([])
})

test('a comment of somebody else with our marker is left alone, and ours is found behind many', async () => {
  github.comments.write(`${marker}\nnot yours`, 'mallory')
  for (let other = 0; other < 120; other += 1) github.comments.write('hello', 'somebody')
  await comments().put(marker, 'first')
  await comments().put(marker, 'second')
  const ours = github.comments.stored.filter(({ body }) => body.startsWith(marker))
  expect(ours.map(({ body }) => body)).toEqual([`${marker}\nnot yours`, `${marker}\nsecond`])
})

test('another project has a comment of its own', async () => {
  await comments().put(marker, 'one')
  await comments().put('<!-- trainyard report: whales -->', 'two')
  expect(github.comments.stored).toHaveLength(2)
})

describe('a run that follows that of a pull request from a fork', () => {
  const fork = { full_name: 'mallory/penguins', owner: { login: 'mallory' } }
  const run = { event: 'pull_request', head_sha: 'c0ffee', head_branch: 'main', head_repository: fork }
  const request = (number: number, sha = 'c0ffee', repo = fork.full_name, ref = 'main', state = 'open') => ({
    number,
    state,
    head: { sha, ref, repo: { full_name: repo } },
  })
  const follow = (followed: object) => writeFile(event, JSON.stringify({ workflow_run: followed }))

  test('comments on the open request of its branch and commit', async () => {
    await follow(run)
    github.comments.pulls = [
      request(2, 'c0ffee', fork.full_name, 'main', 'closed'),
      request(4, 'beef'),
      request(5, 'c0ffee', fork.full_name, 'other'),
      request(6, 'c0ffee', 'octocat/penguins'),
      request(7),
    ]
    await comments().put(marker, 'text')
    expect(github.calls.at(-1)?.path).toBe('/repos/acme/penguins/issues/7/comments')
  })

  test.each([
    ['has moved on', run, [request(7, 'beef')]],
    ['is of another fork of the same owner', run, [request(7, 'c0ffee', 'mallory/penguins-2')]],
    ['is of a fork that was deleted', { ...run, head_repository: null }, [request(7)]],
  ])('says nothing where the request %s', async (_, followed, pulls) => {
    await follow(followed)
    github.comments.pulls = pulls
    expect(await comments().put(marker, 'text')).toBeUndefined()
    expect(github.comments.stored).toEqual([])
  })

  test('says nothing after a push', async () => {
    await follow({ ...run, event: 'push' })
    expect(await comments().put(marker, 'text')).toBeUndefined()
    expect(github.calls).toEqual([])
  })
})

test('no more is sent than GitHub takes', async () => {
  await comments().put(marker, 'x'.repeat(100_000))
  expect(github.comments.stored[0]?.body).toHaveLength(65_536)
})

test('outside a pull request nothing is asked', async () => {
  await writeFile(event, JSON.stringify({ ref: 'refs/heads/main' }))
  expect(await comments().put(marker, 'text')).toBeUndefined()
  expect([github.calls, said]).toEqual([[], []])
})

test('a token that may not is told in the log, and nothing fails', async () => {
  github.comments.status = 403
  expect(await comments().put(marker, 'text')).toBeUndefined()
  expect(said).toEqual([expect.stringMatching(/^No comment on the pull request: .*pull-requests: write.*fork/)])
})

test('without a token the log says what is needed', async () => {
  expect(await comments('').put(marker, 'text')).toBeUndefined()
  expect(said).toEqual([expect.stringMatching(/input token, with pull-requests: write/)])
})
