import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { exampleRepository, publishedTree, runWorkflow } from './act.mjs'

const published = publishedTree()
const repositories = []
after(() => {
  for (const folder of [published, ...repositories]) rmSync(folder, { recursive: true, force: true })
})

async function repository(change) {
  const folder = await exampleRepository(change)
  repositories.push(folder)
  return folder
}

const chain = ['validate-data', 'train', 'evaluate', 'build-image', 'deploy']

for (const [workflow, last] of [
  ['pipeline.yml', 'report'],
  ['stages.yml', 'check-drift'],
  ['one-job.yml', 'report'],
]) {
  test(`${workflow} runs end to end, its artifacts passed by the real client`, async () => {
    const { code, output, artifacts } = await runWorkflow({ repository: await repository(), published, workflow })
    assert.equal(code, 0, output.slice(-6000))
    assert.deepEqual(artifacts, [...chain, last].sort())
  })
}

/** The labels of the rows in another order: a model can be trained on them, and knows nothing. */
function shuffleLabels(folder) {
  changeRows(folder, (rows) => rows.map(([, ...rest], at) => [rows[(at * 101 + 7) % rows.length][0], ...rest]))
}

/** Every penguin is of the same species: there is nothing to learn. */
function corrupt(folder) {
  changeRows(folder, (rows) => rows.map(([, ...rest]) => ['the same', ...rest]))
}

function changeRows(folder, change) {
  const file = path.join(folder, 'data/penguins.csv')
  const [header, ...rows] = readFileSync(file, 'utf8').trim().split('\n')
  const changed = change(rows.map((row) => row.split(',')))
  writeFileSync(file, `${[header, ...changed.map((row) => row.join(','))].join('\n')}\n`)
}

test('a model that knows nothing fails the gate: no image is built, nothing is deployed', async () => {
  const { code, output, artifacts } = await runWorkflow({
    repository: await repository(shuffleLabels),
    published,
    workflow: 'pipeline.yml',
  })
  assert.notEqual(code, 0)
  assert.match(output, /accuracy >= 0\.90/)
  assert.deepEqual(artifacts, ['evaluate', 'report', 'train', 'validate-data'])
})

test('data that fails its validation is not trained on', async () => {
  const { code, artifacts } = await runWorkflow({
    repository: await repository(corrupt),
    published,
    workflow: 'pipeline.yml',
  })
  assert.notEqual(code, 0)
  assert.deepEqual(artifacts, ['report', 'validate-data'])
})
