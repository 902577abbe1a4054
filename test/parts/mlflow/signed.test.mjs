// An MLflow server that does not pass files on: it signs addresses, and files go to S3 and come from there past it. The gateway
// checks the signatures in them.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { scratchFolder } from '../image/support.mjs'
import { programs, startVersity } from '../sources/servers.mjs'
import { project, waiting } from './project.mjs'
import { absent, lookAs, openTracker, startMlflow } from './server.mjs'

const skip = absent || (!existsSync(programs.versity) && 'not installed: the Versity gateway')
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

test('a server that signs addresses of its S3 store', { skip }, async (t) => {
  const folder = await scratchFolder(t)
  const s3 = await startVersity(t, folder)
  const server = await startMlflow(t, path.join(folder, 'server'), { s3, direct: true })
  const home = path.join(folder, 'example')
  const trainyard = await project(home, server.uri)
  await trainyard('train')
  const { tracked, model } = JSON.parse(await readFile(path.join(home, '.trainyard/train/run.json'), 'utf8'))

  await t.test('has the run and its files, as Python finds them', async () => {
    assert.deepEqual(await waiting(home), [])
    const env = {
      ...process.env,
      ...s3.env,
      MLFLOW_S3_ENDPOINT_URL: s3.env.AWS_ENDPOINT_URL,
      MLFLOW_TRACKING_URI: server.uri,
    }
    const seen = await lookAs(env, 'run', tracked.run)
    assert.equal(seen.status, 'FINISHED')
    assert.equal(seen.files['model/model.onnx'], model)
    assert.ok(seen.files['run.json'])
  })

  await t.test('gives files back, without a key of the store', async () => {
    const { tracker } = await openTracker(path.join(folder, 'other'), server.uri)
    const into = path.join(folder, 'model.onnx')
    assert.equal(await tracker.fetch(tracked.run, 'model/model.onnx', into), true)
    assert.equal(sha256(await readFile(into)), model)
    assert.equal(await tracker.fetch(tracked.run, 'nothing', into), false)
  })

  await t.test('gives an unchanged training its model', async () => {
    const again = await project(path.join(folder, 'again'), server.uri)
    await again('train')
    const { cache } = JSON.parse(await readFile(path.join(folder, 'again/.trainyard/train/run.json'), 'utf8'))
    assert.equal(cache.from, 'tracker')
  })
})
