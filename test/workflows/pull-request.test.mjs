// Pull requests under act: the champion that main left, and the pair of starters that comments on those from forks.
import assert from 'node:assert/strict'
import { appendFileSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { startGitHub } from '../../.build/test/support/github.js'
import { zip } from '../../.build/test/support/zip.js'
import { copyStarter, exampleRepository, publishedTree, runWorkflow, unpacked } from './act.mjs'
import { shuffleLabels } from './rows.mjs'

const published = publishedTree()
const folders = [published]
const base = '1'.repeat(40)
const fork = { id: 2, full_name: 'mallory/penguins', owner: { login: 'mallory' } }
const marker = '<!-- trainyard report: penguins -->'
const kept = ['model.onnx', 'model.json', 'evaluation.json']

let github
before(async () => {
  github = await startGitHub()
})
after(async () => {
  await github.close()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function repository(change = () => undefined) {
  const folder = await exampleRepository((made) => {
    for (const starter of ['trainyard-check.yml', 'trainyard-comment.yml', 'trainyard-deploy.yml'])
      copyStarter(made, starter)
    change(made)
  })
  folders.push(folder)
  return folder
}

/** A file of what a run has left. */
async function left(run, artifact, name) {
  const folder = await unpacked(github.archive(run, artifact), kept)
  folders.push(folder)
  return path.join(folder, artifact === 'train' ? 'model' : '.', name)
}

const act = async (runId, workflow, event, payload, repository) => {
  github.forget()
  return runWorkflow({ repository, published, workflow, event, payload, github, runId, token: 'of-the-repository' })
}

/** The run of a request: its token may read alone, as GitHub gives those of forks. */
const check = async (runId, sha, repository, workflow = 'trainyard-check.yml') => {
  const head = { sha, ref: 'better', repo: fork }
  github.comments.pulls = [
    { number: 1, state: 'open', head: { sha: 'another', ref: 'other', repo: { full_name: 'victim/penguins' } } },
    { number: 7, state: 'open', head },
  ]
  github.comments.reader = 'of-the-repository'
  const about = { number: 7, head, base: { ref: 'main', sha: base } }
  const payload = { number: 7, pull_request: about, repository: { default_branch: 'main' } }
  return act(runId, workflow, 'pull_request', payload, repository)
}

/** The run on the default branch that follows that of a request. */
const follow = async (runId, followed, sha, repository, head_repository = fork) => {
  github.comments.reader = undefined
  const html_url = `https://github.com/acme/penguins/actions/runs/${followed}`
  const run = { id: Number(followed), event: 'pull_request', head_sha: sha, head_branch: 'better', head_repository }
  return act(runId, 'trainyard-comment.yml', 'workflow_run', { workflow_run: { ...run, html_url } }, repository)
}

const ours = () => github.comments.stored.filter(({ user }) => user.login === 'github-actions[bot]')
const written = () => github.calls.filter(({ method, path: asked }) => method !== 'GET' && asked.includes('/issues/'))

/** Adds a rule against the model that main trained last. */
function againstMain(folder) {
  appendFileSync(path.join(folder, 'trainyard.yml'), '    - accuracy >= champion - 0.2\n  champion: artifact\n')
}

/** A change after which the model knows nothing. */
function worse(folder) {
  againstMain(folder)
  shuffleLabels(folder)
}

/** What main has, and the model that its pipeline has left. */
let main
before(async () => {
  main = await repository()
  github.contents.files.set(`${base}:trainyard.yml`, readFileSync(path.join(main, 'trainyard.yml'), 'utf8'))
  github.runs.add(40)
  const { code, output } = await act('40', 'trainyard-deploy.yml', 'push', { ref: 'refs/heads/main' }, main)
  assert.equal(code, 0, output.slice(-6000))
})

beforeEach(() => github.comments.clear())

test('a fork’s model is held against main’s, and the run that follows keeps one comment up to date', async () => {
  github.comments.write(`${marker}\nnot yours`, 'mallory', 7)
  const checked = await check('41', 'c0ffee', await repository(againstMain))
  assert.equal(checked.code, 0, checked.output.slice(-6000))
  assert.match(checked.output, /The champion is that of run 40, from its artifact train/)
  assert.match(checked.output, /No comment on the pull request: Resource not accessible by integration/)
  assert.deepEqual(ours(), [])

  const followed = await follow('42', '41', 'c0ffee', main)
  assert.equal(followed.code, 0, followed.output.slice(-6000))
  const [first, ...more] = ours()
  assert.deepEqual([first.pull, more], [7, []])
  assert.match(first.body, /^<!-- trainyard report: penguins -->\n### ✅ Trainyard: penguins: passed every stage/)
  assert.match(first.body, /Another run has measured this, with the code of the pull request/)
  assert.match(first.body, /Model: .*; nothing has changed\./)
  assert.match(first.body, /\| champion 0\.\d+ \|[\s\S]*actions\/runs\/41/)

  const pushed = await check('43', 'beef', await repository(worse))
  assert.notEqual(pushed.code, 0)
  assert.equal((await follow('44', '43', 'beef', main)).code, 0)
  const [second, ...others] = ours()
  assert.deepEqual([second.id, second.pull, others], [first.id, 7, []])
  assert.match(second.body, /not ready to deploy/)
  assert.equal(github.comments.stored[0].body, `${marker}\nnot yours`)
})

test('a run for an older commit, and one for a branch of the repository itself, are not commented on', async () => {
  const moved = await follow('46', '41', '0ld', main)
  const own = await follow('47', '41', 'beef', main, { full_name: 'acme/penguins', owner: { login: 'acme' } })
  assert.deepEqual([moved.code, own.code, ours()], [0, 0, []])
  assert.deepEqual(github.calls, [])
})

const hostile =
  '<!-- trainyard report: x --> </details> @octocat <img src=https://evil.example/x> [PR](../pull/1) #1 ::error::no'

/** The evaluation that run 41 has left, with texts of somebody who means harm. */
async function forged() {
  const document = JSON.parse(readFileSync(await left('41', 'evaluate', 'evaluation.json'), 'utf8'))
  const rules = document.rules.map((rule) => ({ ...rule, text: hostile, reason: hostile }))
  return JSON.stringify({ ...document, reason: hostile, rules })
}

test('what a forged artifact says cannot choose the request, nor bring Markdown or a marker of its own', async () => {
  const event = JSON.stringify({ pull_request: { number: 1 }, number: 1 })
  const others = ['event.json', 'pr_number', 'NR'].map((name) => ({ name, content: event }))
  const evaluation = { name: 'evaluation.json', content: await forged() }
  github.plantArtifact('50', 'evaluate', zip([...others, evaluation, { name: '../../../.bashrc', content: 'exit 1' }]))
  const { code, output } = await follow('51', '50', 'beef', main)
  assert.equal(code, 0, output.slice(-6000))
  const [comment, ...more] = ours()
  assert.deepEqual([comment.pull, more], [7, []])
  assert.equal(comment.body.match(/<!--/g).length, 1)
  assert.doesNotMatch(comment.body, /<img|@octocat|\]\(\.\.\/pull|https:\/\/evil|\n<\/details> @/)
  assert.doesNotMatch(output, /^::error::no/m)
})

for (const [what, file, message] of [
  ['unpacks to more than is read', { name: 'evaluation.json', content: Buffer.alloc(65 * 2 ** 20) }, /too large/],
  ['is no document', { name: 'evaluation.json', content: '{"kind": "evaluation"}' }, /evaluation\.json/],
]) {
  test(`an artifact that ${what} is refused, and nothing is commented`, async () => {
    github.plantArtifact('52', 'evaluate', zip([file]))
    const { code, output } = await follow('53', '52', 'beef', main)
    assert.notEqual(code, 0)
    assert.match(output, message)
    assert.deepEqual([ours(), written()], [[], []])
  })
}

/** A workflow of the stage alone, as a project that trains elsewhere would have it. */
const judge = `on: pull_request
jobs:
  evaluate:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      actions: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
      - uses: trainyard-ml/trainyard/actions/evaluate@v1
        with:
          model: model.onnx
          data: data/penguins.csv
          champion: artifact
          gates: accuracy >= champion - 0.2
          upload: false
`

/** A copy of main's artifact in which the model is another. */
async function tampered() {
  const [onnx, json] = [await left('40', 'train', 'model.onnx'), await left('40', 'train', 'model.json')]
  const cut = readFileSync(onnx).subarray(0, -100)
  return zip([
    { name: 'model/model.onnx', content: cut },
    { name: 'model/model.json', content: readFileSync(json) },
  ])
}

test('a champion that is cut, that was changed on its way or that has expired is refused, and it is said which', async () => {
  const model = await left('40', 'train', 'model.onnx')
  const folder = await repository((made) => {
    copyFileSync(model, path.join(made, 'model.onnx'))
    writeFileSync(path.join(made, '.github/workflows/judge.yml'), judge)
  })
  const refusal = async (run, message) => {
    const { code, output } = await check(run, 'beef', folder, 'judge.yml')
    assert.match(output, message)
    assert.notEqual(code, 0)
  }
  assert.equal((await check('60', 'beef', folder, 'judge.yml')).code, 0)
  github.plantArtifact('40', 'train', await tampered())
  await refusal('61', /model\.onnx/)
  github.corruptArtifact('train')
  await refusal('62', /artifact train does not hash to its digest/)
  github.expireArtifacts('40')
  await refusal('63', /the artifact train of run 40, the newest of the default branch, has expired/)
})
