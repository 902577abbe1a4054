// The local target: real images, real processes, replaced, rolled back and taken back.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { before, test } from 'node:test'
import { room } from '../image/support.mjs'
import {
  buildLinear,
  casesOf,
  changedServer,
  factorAt,
  freePort,
  linesOf,
  modelServed,
  ownServices,
  testFolder,
} from './images.mjs'

let deployment
before(async () => {
  deployment = await room('deployment')
})

async function localTarget(t) {
  const folder = await testFolder()
  const port = await freePort()
  const config = {
    kind: 'local',
    name: 'linear',
    host: '127.0.0.1',
    port,
    state: path.join(folder, 'state'),
    node: process.execPath,
  }
  const services = ownServices(folder)
  t.after(() => deployment.stop(config, services))
  const deploy = ({ image }, more = {}) =>
    deployment.deploy({ image, unevaluated: 'allow', target: config, ephemeral: false, ...more }, services)
  return { folder, config, services, deploy, url: `http://127.0.0.1:${port}` }
}

test('an image is served, replaced, taken back twice, and stopped', async (t) => {
  const { config, services, deploy, url } = await localTarget(t)
  const [two, three] = [await buildLinear(2), await buildLinear(3)]

  const first = await deploy(two, { cases: casesOf(2) })
  assert.equal(first.head.verdict, 'pass')
  assert.deepEqual(first.body.answers, { rows: 300, equal: 300, maxDifference: 0 })
  assert.equal(first.body.url, url)
  assert.equal(first.body.unevaluated, true)
  assert.equal(first.body.previous, undefined)
  assert.equal(await factorAt(url), 2)

  const second = await deploy(three, { cases: casesOf(3) })
  assert.equal(second.head.verdict, 'pass')
  assert.equal(second.body.previous.image, two.image.document.digest)
  assert.match(second.body.undo, /deploy undo/)
  assert.equal(await factorAt(url), 3)

  const back = await deployment.undo(config, services)
  assert.equal(back.head.verdict, 'pass')
  assert.equal(back.body.image, two.image.document.digest)
  assert.equal(await factorAt(url), 2)
  await deployment.undo(config, services)
  assert.equal(await factorAt(url), 3)

  const { current, previous } = await deployment.status(config, services)
  assert.deepEqual(
    [current.running, current.model, previous.model],
    [true, three.image.document.model, two.image.document.model],
  )
  assert.deepEqual(await modelServed(config, services), [current.model, current.model])
  const logged = (await linesOf(path.join(config.state, 'predictions.jsonl'))).map((line) => JSON.parse(line))
  assert.deepEqual(
    logged.map(({ prediction }) => prediction),
    [2, 3, 2, 3],
  )

  await deployment.stop(config, services)
  assert.equal((await deployment.status(config, services)).current.running, false)
  await assert.rejects(factorAt(url))
})

test('an image that answers otherwise than evaluated never serves', async (t) => {
  const { deploy, url } = await localTarget(t)
  await deploy(await buildLinear(2), { cases: casesOf(2) })
  const { body, head } = await deploy(await buildLinear(3), { cases: casesOf(2) })
  assert.equal(head.verdict, 'fail')
  assert.match(head.reason, /299 of 300 answers differ from the evaluation[\s\S]*previous revision goes on serving/)
  assert.equal(body.rolledBack, true)
  assert.equal(await factorAt(url), 2)
})

test('an image that does not start never serves, and the error carries its last lines', async (t) => {
  const { deploy, url } = await localTarget(t)
  await deploy(await buildLinear(2))
  const server = await changedServer('broken', "throw new Error('no such planet')")
  const { body, head } = await deploy(await buildLinear(2, { server, name: 'broken' }))
  assert.deepEqual([head.verdict, body.rolledBack], ['fail', true])
  assert.match(head.reason, /the server did not start: it ended[\s\S]*no such planet/)
  assert.equal(await factorAt(url), 2)
})

test('an image that starts on trial and not in earnest is rolled back', async (t) => {
  const { config, services, deploy, url } = await localTarget(t)
  await deploy(await buildLinear(2))
  const server = await changedServer('moody', "if (process.argv.includes('--log')) throw new Error('not today')")
  const { body, head } = await deploy(await buildLinear(3, { server, name: 'moody' }), { cases: casesOf(3) })
  assert.deepEqual([head.verdict, body.rolledBack, body.url], ['fail', true, undefined])
  assert.match(head.reason, /not today/)
  assert.equal(await factorAt(url), 2)
  const { current } = await deployment.status(config, services)
  assert.equal(current.running, true)
})

test('a port of somebody else is refused before anything is stopped', async (t) => {
  const { config, services, deploy, url } = await localTarget(t)
  const image = await buildLinear(2)
  await deploy(image)
  const stranger = createServer((_request, response) => response.end('mine'))
  await new Promise((done) => stranger.listen(0, '127.0.0.1', done))
  t.after(() => stranger.close())
  const target = { ...config, port: stranger.address().port }
  const request = { image: image.image, unevaluated: 'allow', target, ephemeral: false }
  await assert.rejects(deployment.deploy(request, services), { name: 'InputError', message: /port \d+ is taken/ })
  assert.equal(await factorAt(url), 2)
})

test('a recorded number that now belongs to another process is not killed', async (t) => {
  const { config, services, deploy, url } = await localTarget(t)
  const image = await buildLinear(2)
  await deploy(image)
  const file = path.join(config.state, 'state.json')
  const state = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(
    file,
    JSON.stringify({ ...state, current: { ...state.current, process: { pid: process.pid, started: '1' } } }),
  )
  await deployment.stop(config, services)
  assert.equal(await factorAt(url), 2)
  await assert.rejects(deploy(image), { message: /port \d+ is taken/ })
  await writeFile(file, JSON.stringify(state))
})

test('a changed image is refused, naming both digests', async (t) => {
  const { folder, deploy } = await localTarget(t)
  const built = await buildLinear(2)
  const image = { ...built.image, folder: path.join(folder, 'copy') }
  await cp(built.image.folder, image.folder, { recursive: true })
  const other = `sha256:${'0'.repeat(64)}`
  await assert.rejects(deploy({ image: { ...image, document: { ...image.document, digest: other } } }), {
    name: 'InputError',
    message: new RegExp(`${other}(.|\\n)*${image.document.digest}`),
  })
  const model = 'f'.repeat(64)
  await assert.rejects(deploy({ image: { ...image, document: { ...image.document, model } } }), {
    name: 'InputError',
    message: new RegExp(`holds the model ${image.document.model}, and image.json says ${model}`),
  })
  const manifest = path.join(image.folder, 'image', 'blobs', 'sha256', image.document.digest.slice(7))
  await writeFile(manifest, `${await readFile(manifest, 'utf8')} `)
  await assert.rejects(deploy({ image }), { name: 'InputError', message: /damaged/ })
})

test('an ephemeral check, and any in CI, leaves nothing behind', async (t) => {
  const { config, services, deploy, url } = await localTarget(t)
  const image = await buildLinear(2)
  const left = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('trainyard-deploy-'))
  const before = await left()
  const look = await deploy(image, { ephemeral: true, cases: casesOf(2) })
  assert.deepEqual([look.head.verdict, look.body.ephemeral, look.body.url], ['pass', true, undefined])
  const request = { image: image.image, unevaluated: 'allow', target: config, ephemeral: false, cases: casesOf(2) }
  const inCi = await deployment.deploy(request, { ...services, interactive: false })
  assert.deepEqual([inCi.head.verdict, inCi.body.ephemeral], ['pass', true])
  const wrong = await deploy(image, { ephemeral: true, cases: casesOf(3) })
  assert.deepEqual([wrong.head.verdict, wrong.body.rolledBack], ['fail', false])
  assert.equal(existsSync(config.state), false)
  assert.deepEqual(await left(), before)
  await assert.rejects(factorAt(url))
})
