import assert from 'node:assert/strict'
import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { exampleRepository, publishedTree, run, runWorkflow } from './act.mjs'
import { corrupt, shuffleLabels } from './rows.mjs'

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

/** The project trains by a command of its own, which needs a Python, and what a script of its own sets up with it first. */
function ownCommand(folder) {
  const write = (name, text) => writeFileSync(path.join(folder, name), text)
  const expectPython = '[[ "$(python --version)" == "Python 3.13"* ]] || exit 1\n'
  write('setup.sh', `${expectPython}cp pretrained.onnx "$RUNNER_TEMP/prepared.onnx"\n`)
  write('train.sh', `${expectPython}cp "$RUNNER_TEMP/prepared.onnx" "$TRAINYARD_OUT/model.onnx"\n`)
  appendFileSync(path.join(folder, 'trainyard.yml'), 'train:\n  run: bash train.sh\n  env: [RUNNER_TEMP]\n')
  const workflow = path.join(folder, '.github/workflows/pipeline.yml')
  appendFileSync(
    workflow,
    '    with:\n      python-version: "3.13"\n      setup: setup.sh\n      image-base: node24\n      artifact-prefix: own-\n',
  )
}

/** A model that the built-in trainer made of the example. */
async function pretrain(folder) {
  const cli = path.join(published, 'dist/cli/index.js')
  for (const stage of ['validate-data', 'train']) {
    const { code, output } = await run(process.execPath, [cli, stage], { cwd: folder })
    assert.equal(code, 0, output)
  }
  renameSync(path.join(folder, '.trainyard/train/model/model.onnx'), path.join(folder, 'pretrained.onnx'))
  rmSync(path.join(folder, '.trainyard'), { recursive: true })
}

test('a Python and a setup script prepare what the project trains with', async () => {
  const folder = await repository(async (folder) => {
    await pretrain(folder)
    ownCommand(folder)
  })
  const { code, output, artifacts } = await runWorkflow({ repository: folder, published, workflow: 'pipeline.yml' })
  assert.equal(code, 0, output.slice(-6000))
  assert.deepEqual(artifacts, [...chain, 'report'].map((name) => `own-${name}`).sort())
})

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
