// Trainyard against a real MLflow server, looked at through Python's own client.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, test } from 'node:test'
import { scratchFolder } from '../image/support.mjs'
import { suiteLife } from '../sources/life.mjs'
import { project, waiting } from './project.mjs'
import { absent, look, openTracker, python, startMlflow } from './server.mjs'

const digest = (digit) => digit.repeat(64)
const facts = {
  trainer: 'built-in',
  parameters: { depth: 4 },
  seed: 7,
  cache: { key: digest('a'), preimage: { 'params.depth': '4' } },
  dataset: digest('d'),
}
const newRun = { name: 'penguins', facts, tags: { branch: 'main' } }
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const points = (count) => Array.from({ length: count }, (_, step) => ({ name: 'loss', step, value: 1 / (step + 1) }))

describe('MLflow', { skip: absent }, () => {
  const life = suiteLife()
  const started = absent ? undefined : begin(life)

  test('a training, its evaluation and its champion are there as a user of MLflow expects them', async () => {
    const { folder, server } = await started
    const home = path.join(folder, 'example')
    const trainyard = await project(home, server.uri)
    await trainyard('train')
    await trainyard('evaluate')
    await trainyard('runs', 'alias', 'latest', 'champion')
    assert.deepEqual(await waiting(home), [])
    const document = JSON.parse(await readFile(path.join(home, '.trainyard/train/run.json'), 'utf8'))
    const { tracked } = document
    const seen = await look(server.uri, 'run', tracked.run)
    assert.equal(seen.status, 'FINISHED')
    const parameters = Object.entries(document.parameters).map(([name, value]) => [name, String(value)])
    assert.deepEqual(seen.params, Object.fromEntries(parameters))
    for (const name of new Set(document.metrics.map((point) => point.name))) {
      const logged = document.metrics.filter((point) => point.name === name).map(({ step, value }) => [step, value])
      assert.deepEqual(seen.history[name], logged, name)
    }
    assert.equal(seen.tags['trainyard.key'], document.cache.key)
    assert.equal(seen.tags.verdict, 'pass')
    assert.deepEqual(
      seen.inputs.map(({ name, tags }) => ({ name, tags })),
      [{ name: 'penguins', tags: { 'mlflow.data.context': 'training' } }],
    )
    assert.ok(seen.inputs[0].schema.mlflow_colspec.some(({ name, type }) => name === 'island' && type === 'string'))
    for (const file of [
      'model/model.onnx',
      'model/MLmodel',
      'run.json',
      'profile.json',
      'dataset.json',
      'evaluation.json',
    ])
      assert.ok(seen.files[file], file)
    assert.equal(seen.files['model/model.onnx'], document.model)
    const version = await look(server.uri, 'version', 'penguins', 'champion')
    assert.equal(version.run, tracked.run)
    assert.equal(version.status, 'READY')
    assert.equal(version.tags['trainyard.sha256'], document.model)
    assert.deepEqual(version.model, { name: 'model', status: 'READY', run: tracked.run })
    const table = path.join(home, 'penguins.csv')
    const judged = path.join(home, '.trainyard/evaluate/predictions.parquet')
    const { rows, labels, difference, served } = await look(
      server.uri,
      'predict',
      'penguins',
      'champion',
      table,
      judged,
    )
    assert.ok(rows > 60)
    assert.equal(labels, 0)
    assert.ok(difference < 1e-5, String(difference))
    assert.equal(served, 0)
  })

  test('the same training on another machine takes the model from the server', async () => {
    const { folder, server } = await started
    const trainyard = await project(path.join(folder, 'elsewhere'), server.uri)
    const { stdout } = await trainyard('train')
    assert.match(stdout, /reused from the tracker/)
  })

  test('the champion of the server is what another model is compared with, and its answers are kept there', async () => {
    const { folder, server } = await started
    const home = path.join(folder, 'rival')
    const trainyard = await project(home, server.uri, 'train: {params: {hidden: 5}}')
    const file = path.join(home, 'trainyard.yml')
    const gates = '{champion: registry, gates: [accuracy >= champion - 0.9]}'
    await writeFile(file, (await readFile(file, 'utf8')).replace('{gates: [accuracy >= 0.5]}', gates))
    await trainyard('train')
    const { stderr } = await trainyard('evaluate')
    const { champion, model } = JSON.parse(
      await readFile(path.join(home, '.trainyard/evaluate/evaluation.json'), 'utf8'),
    )
    const version = await look(server.uri, 'version', 'penguins', 'champion')
    assert.equal(champion, version.tags['trainyard.sha256'])
    assert.notEqual(model, champion)
    assert.match(stderr, /answers to these rows are stored/)
  })

  test('a command that uses MLflow itself logs to the same run', async () => {
    const { folder, server } = await started
    const home = path.join(folder, 'own')
    const trainyard = await project(home, server.uri, `train: {run: "${python} train.py", params: {depth: 3}}`)
    await cp(path.join(folder, 'example/.trainyard/train/model/model.onnx'), path.join(home, 'ready.onnx'))
    const script = [
      'import mlflow, os, shutil',
      'with mlflow.start_run():',
      '    mlflow.log_metric("own", 0.5, step=3)',
      '    mlflow.log_param("depth", 3.0)',
      'shutil.copy("ready.onnx", os.path.join(os.environ["TRAINYARD_OUT"], "model.onnx"))',
    ]
    await writeFile(path.join(home, 'train.py'), `${script.join('\n')}\n`)
    await trainyard('train')
    const document = JSON.parse(await readFile(path.join(home, '.trainyard/train/run.json'), 'utf8'))
    const seen = await look(server.uri, 'run', document.tracked.run)
    assert.deepEqual(seen.history.own, [[3, 0.5]])
    assert.equal(seen.params.depth, '3.0')
    assert.equal(seen.status, 'FINISHED')
    assert.equal(seen.files['model/model.onnx'], document.model)
  })

  test('trials are runs below the run of their search, and values that are no numbers come back', async () => {
    const { folder, server } = await started
    const { tracker } = await openTracker(path.join(folder, 'nested'), server.uri)
    const parent = await tracker.start(newRun)
    const trial = await tracker.start({ ...newRun, parent: parent.id, tags: { trial: '1' } })
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    await trial.log(odd.map((value, step) => ({ name: 'recall[true]', step, value })))
    await trial.end({ status: 'finished' })
    await parent.end({ status: 'finished' })
    const children = await look(server.uri, 'children', 'penguins', parent.id)
    assert.deepEqual(
      children.map(([name, params]) => [name, params]),
      [['trial-1', { depth: '4' }]],
    )
    const { points: back, parent: above } = await tracker.run(trial.id)
    assert.equal(above, parent.id)
    assert.deepEqual(
      back.map(({ name, value }) => [name, value]),
      odd.map((value) => ['recall[true]', value]),
    )
  })
})

async function begin(life) {
  const folder = await scratchFolder(life)
  return { folder, server: await startMlflow(life, path.join(folder, 'server')) }
}

test('a server that is killed in the middle of logging and of an upload loses nothing', { skip: absent }, async (t) => {
  const folder = await scratchFolder(t)
  const state = path.join(folder, 'server')
  const server = await startMlflow(t, state)
  let kill
  const fetching = (address, init) => {
    const answer = fetch(address, init)
    if (kill?.(String(address))) {
      kill = undefined
      void server.kill()
    }
    return answer
  }
  const { tracker, warnings, sync } = await openTracker(folder, server.uri, { fetch: fetching })
  const bytes = randomBytes(120 * 2 ** 20)
  await writeFile(path.join(folder, 'large.bin'), bytes)
  const handle = await tracker.start(newRun)
  let batches = 0
  kill = (address) => {
    if (address.endsWith('log-batch')) batches += 1
    return batches === 3
  }
  await handle.log(points(6000))
  await handle.attach([{ file: 'large.bin', from: path.join(folder, 'large.bin') }])
  await handle.end({ status: 'finished' })
  assert.equal(warnings.length, 1)
  assert.match(warnings[0], /trainyard sync/)

  const second = await startMlflow(t, state, { port: server.port })
  const again = await openTracker(folder, server.uri, {
    fetch: (address, init) => {
      if (String(address).endsWith('large.bin') && init?.method === 'PUT') setTimeout(() => void second.kill(), 50)
      return fetch(address, init)
    },
  })
  await assert.rejects(again.sync(), /large\.bin|ECONNREFUSED|fetch failed|other side closed/)

  await startMlflow(t, state, { port: server.port })
  assert.deepEqual(
    (await sync()).map(({ outcome }) => outcome),
    ['sent'],
  )
  const seen = await look(server.uri, 'run', handle.id)
  assert.equal(seen.status, 'FINISHED')
  assert.deepEqual(
    seen.history.loss,
    points(6000).map(({ step, value }) => [step, value]),
  )
  assert.equal(seen.files['large.bin'], sha256(bytes))
  assert.deepEqual(await waiting(folder), [])
})
