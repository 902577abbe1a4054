// The starters that train on new code and new data, and the search as a matrix, under act.
import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { startGitHub } from '../../.build/test/support/github.js'
import { copyStarter, exampleRepository, publishedTree, root, runWorkflow, unpacked } from './act.mjs'

const published = publishedTree()
const folders = [published]
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function repository(change) {
  const folder = await exampleRepository(change)
  folders.push(folder)
  return folder
}

/** The command fails after it has told its parameters: the rest of the chain is tested elsewhere. */
function telling(folder) {
  copyStarter(folder, 'trainyard-train.yml', 'train.yml')
  // Told by the run, so that what reached the trainer can be seen from outside.
  writeFileSync(path.join(folder, 'train.sh'), 'echo "params: $(cat "$TRAINYARD_PARAMS")"; exit 1\n')
  appendFileSync(
    path.join(folder, 'trainyard.yml'),
    'train:\n  run: bash train.sh\n  params: { depth: 6, rate: 0.1 }\n',
  )
}

const outside = path.join(root, 'test/workflows/pwned')
const hostile = `$(touch ${outside}) \`touch ${outside}\` "; touch ${outside} #`

for (const [name, event, payload, params] of [
  ['by hand', 'workflow_dispatch', { inputs: { reason: hostile, params: '{"depth": 8}' } }, /"depth":8,"rate":0\.1/],
  [
    'by a data pipeline',
    'repository_dispatch',
    { action: 'new-data', client_payload: { reason: hostile, params: { depth: 9, note: hostile } } },
    /"depth":9,"rate":0\.1,"note":"\$\(touch/,
  ],
  ['by a data pipeline that says nothing', 'repository_dispatch', { action: 'new-data' }, /"depth":6,"rate":0\.1}/],
  ['by a push', 'push', { ref: 'refs/heads/main' }, /"depth":6,"rate":0\.1}/],
  ['on schedule', 'schedule', undefined, /"depth":6,"rate":0\.1}/],
]) {
  test(`the starter trains ${name}, and hands parameters on as data`, async () => {
    const folder = await repository(telling)
    const { output } = await runWorkflow({ repository: folder, published, workflow: 'train.yml', event, payload })
    assert.match(output, params)
    assert.equal(existsSync(outside), false)
  })
}

test('parameters that are none are refused before anything is trained', async () => {
  const payload = { action: 'new-data', client_payload: { params: { '$(reboot)': 1 } } }
  const { code, output } = await runWorkflow({
    repository: await repository(telling),
    published,
    workflow: 'train.yml',
    event: 'repository_dispatch',
    payload,
  })
  assert.notEqual(code, 0)
  assert.match(output, /is no name of a parameter/)
  assert.doesNotMatch(output, /params: \{/)
})

/** Six trials over two jobs, and a gate that a model of few epochs passes surely. */
function searching(folder) {
  const search = '{method: grid, space: {hidden: [4, 8, 16], epochs: [20, 40]}, best: min log_loss}'
  const config = path.join(folder, 'trainyard.yml')
  const text = readFileSync(config, 'utf8').replace('accuracy >= 0.90', 'accuracy >= 0.80')
  writeFileSync(config, `${text}train:\n  search: ${search}\n`)
  copyStarter(folder, 'retrain.yml')
  appendFileSync(path.join(folder, '.github/workflows/retrain.yml'), '      search-jobs: 2\n')
}

test('trials are a matrix: each job trains its part, and the job of training chooses among all', async () => {
  const github = await startGitHub()
  const { code, output, artifacts } = await runWorkflow({
    repository: await repository(searching),
    published,
    workflow: 'retrain.yml',
    payload: { inputs: { reason: 'drift in 3 of 7' } },
    github,
    runId: '1',
  }).finally(() => github.close())
  assert.equal(code, 0, output.slice(-6000))
  const chain = ['validate-data', 'train', 'evaluate', 'build-image', 'deploy', 'report']
  assert.deepEqual(artifacts, [...chain, 'trials-1', 'trials-2'].sort())
  assert.match(output, /best of 6 trials: min log_loss/)
  const folder = await unpacked(github.archive('1', 'train'), ['run.json'])
  folders.push(folder)
  assert.equal(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')).trigger, 'drift in 3 of 7')
})
