// An MLflow server that asks for a password and keeps files in S3: large files go there in parts, past the server.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { scratchFolder } from '../image/support.mjs'
import { programs, startS3 } from '../sources/servers.mjs'
import { absent, lookAs, openTracker, startMlflow } from './server.mjs'

const skip = absent || (!existsSync(programs.moto) && 'not installed: moto')
const password = 'correct horse battery staple'
const user = { MLFLOW_TRACKING_USERNAME: 'admin', MLFLOW_TRACKING_PASSWORD: password }
const digest = (digit) => digit.repeat(64)
const facts = { trainer: 'x', parameters: {}, seed: 7, cache: { key: digest('a'), preimage: {} }, dataset: digest('d') }
const newRun = { name: 'penguins', facts, tags: {} }
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

test('a server with a password and an S3 store', { skip }, async (t) => {
  const folder = await scratchFolder(t)
  const s3 = await startS3(t)
  const server = await startMlflow(t, path.join(folder, 'server'), { auth: { password }, s3 })

  await t.test('nobody gets in without the right password', async () => {
    for (const env of [{}, { ...user, MLFLOW_TRACKING_PASSWORD: 'password1234' }]) {
      const { tracker } = await openTracker(path.join(folder, 'out'), server.uri, { env })
      await assert.rejects(tracker.start(newRun), (error) => {
        assert.match(error.message, /MLFLOW_TRACKING_USERNAME/)
        assert.doesNotMatch(error.message, /password1234/)
        return true
      })
    }
  })

  await t.test('files arrive whole, large ones in parts', async () => {
    const { tracker, warnings } = await openTracker(path.join(folder, 'in'), server.uri, { env: user })
    const handle = await tracker.start(newRun)
    const files = { 'large.bin': randomBytes(70 * 2 ** 20), 'plots/small é.txt': Buffer.from('small') }
    for (const [file, bytes] of Object.entries(files)) {
      const from = path.join(folder, path.basename(file))
      await writeFile(from, bytes)
      await handle.attach([{ file, from }])
    }
    await handle.end({ status: 'finished' })
    assert.deepEqual(warnings, [])
    assert.equal(server.output().match(/mpu\/create/g)?.length, 1)
    assert.equal(server.output().match(/mpu\/complete/g)?.length, 1)
    const seen = await lookAs({ ...process.env, ...user, MLFLOW_TRACKING_URI: server.uri }, 'run', handle.id)
    for (const [file, bytes] of Object.entries(files)) {
      assert.equal(seen.files[file], sha256(bytes), file)
      const into = path.join(folder, 'back')
      assert.equal(await tracker.fetch(handle.id, file, into), true)
      assert.equal(sha256(await readFile(into)), sha256(bytes), file)
    }
    assert.equal(await tracker.fetch(handle.id, 'nothing', path.join(folder, 'nothing')), false)
  })
})
