// The Docker target on a real engine: hardened containers, replaced, rolled back and taken back.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import path from 'node:path'
import { before, test } from 'node:test'
import { room } from '../image/support.mjs'
import {
  buildLinear,
  casesOf,
  changedServer,
  factorAt,
  find,
  freePort,
  madeFolder,
  missing,
  modelServed,
  ownServices,
  run,
  start,
  testFolder,
  until,
} from './images.mjs'

const skip = missing('dockerd', 'docker')
let deployment
before(async () => {
  if (!skip) deployment = await room('deployment')
})

/** An engine with a bridge of its own, so that ports can be published; it needs no iptables. */
async function startEngine(t, folder) {
  const home = await madeFolder(folder, 'engine')
  const host = `unix://${path.join(home, 'sock')}`
  const where = [
    '--data-root',
    path.join(home, 'data'),
    '--exec-root',
    path.join(home, 'exec'),
    '--pidfile',
    path.join(home, 'pid'),
  ]
  const network = ['--iptables=false', '--ip6tables=false', '--bip', '172.31.201.1/24']
  const env = { DOCKER_HOST: host, DOCKER_CONFIG: home }
  const docker = async (...args) => (await run(find('docker'), args, { env: { ...process.env, ...env } })).stdout.trim()
  t.after(async () => {
    const all = (await docker('ps', '--all', '--quiet')).split('\n').filter(Boolean)
    if (all.length > 0) await docker('rm', '--force', ...all)
  })
  const { output } = start(t, 'dockerd', [...network, ...where, '--storage-driver', 'overlay2', '--host', host])
  await until('dockerd', () => docker('version', '--format', '{{.Server.Version}}'), { log: output })
  return { docker, env }
}

/** Runs the real client, Debian's own first, against that engine. */
const execOn = (env) => ({
  run: async (command, args) => {
    const child = spawn(find(command) ?? command, args, { env: { ...process.env, ...env } })
    const text = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr']) child[name].on('data', (bytes) => (text[name] += bytes))
    const [code, signal] = await once(child, 'close')
    return { code, signal, ...text }
  },
})

test('an image is served hardened, replaced, rolled back and taken back', { skip }, async (t) => {
  const folder = await testFolder()
  const { docker, env } = await startEngine(t, folder)
  const services = ownServices(folder, { exec: execOn(env) })
  const target = {
    kind: 'docker',
    name: 'Linear model',
    host: '127.0.0.1',
    port: await freePort(),
    state: folder,
    node: process.execPath,
  }
  const url = `http://127.0.0.1:${target.port}`
  const deploy = ({ image }, more = {}) =>
    deployment.deploy({ image, unevaluated: 'allow', target, ephemeral: false, ...more }, services)
  const [two, three] = [await buildLinear(2), await buildLinear(3)]
  const names = async () =>
    (await docker('ps', '--all', '--format', '{{.Names}} {{.State}}')).split('\n').filter(Boolean).sort()

  const look = await deploy(two, { ephemeral: true, cases: casesOf(2) })
  assert.equal(look.head.verdict, 'pass', look.head.reason)
  assert.deepEqual(await names(), [])
  assert.equal(await docker('image', 'ls', '--quiet'), '')

  const first = await deploy(two, { cases: casesOf(2) })
  assert.equal(first.head.verdict, 'pass', first.head.reason)
  assert.deepEqual(first.body.answers, { rows: 300, equal: 300, maxDifference: 0 })
  assert.equal(first.body.url, url)
  assert.equal(await factorAt(url), 2)
  const { Config, HostConfig } = JSON.parse(await docker('inspect', 'trainyard-linear-model'))[0]
  assert.deepEqual(
    [HostConfig.ReadonlyRootfs, HostConfig.CapDrop, HostConfig.SecurityOpt, HostConfig.RestartPolicy.Name, Config.User],
    [true, ['ALL'], ['no-new-privileges'], 'unless-stopped', '65532'],
  )
  assert.equal(Config.Labels['dev.trainyard.model'], two.image.document.model)

  const second = await deploy(three, { cases: casesOf(3) })
  assert.equal(second.head.verdict, 'pass', second.head.reason)
  assert.equal(second.body.previous.image, two.image.document.digest)
  assert.equal(await factorAt(url), 3)
  assert.deepEqual(await names(), ['trainyard-linear-model running', 'trainyard-linear-model-previous exited'])

  const wrong = await deploy(two, { cases: casesOf(5) })
  assert.deepEqual([wrong.head.verdict, wrong.body.rolledBack], ['fail', true])
  const server = await changedServer('broken', "throw new Error('no such planet')")
  const broken = await deploy(await buildLinear(2, { server, name: 'broken' }))
  assert.deepEqual([broken.head.verdict, broken.body.rolledBack], ['fail', true])
  assert.match(broken.head.reason, /no such planet/)
  assert.equal(await factorAt(url), 3)

  const stranger = createServer((_request, response) => response.end('mine'))
  await new Promise((done) => stranger.listen(0, '127.0.0.1', done))
  t.after(() => stranger.close())
  const taken = { ...target, port: stranger.address().port }
  await assert.rejects(deploy(two, { target: taken }), { name: 'InputError', message: /port \d+ is taken/ })
  assert.equal(await factorAt(url), 3)
  assert.deepEqual(await names(), ['trainyard-linear-model running', 'trainyard-linear-model-previous exited'])

  const back = await deployment.undo(target, services)
  assert.equal(back.head.verdict, 'pass', back.head.reason)
  assert.equal(await factorAt(url), 2)
  await deployment.undo(target, services)
  assert.equal(await factorAt(url), 3)
  const { current, previous } = await deployment.status(target, services)
  assert.deepEqual([current.running, current.url, previous.image], [true, url, two.image.document.digest])
  assert.match(await docker('logs', 'trainyard-linear-model'), /^\{"time":.*"prediction":3\}$/m)

  await deployment.stop(target, services)
  assert.equal((await deployment.status(target, services)).current.running, false)
  const model = three.image.document.model
  assert.deepEqual(await modelServed(target, services), [model, model])
})

test('without an engine, or without docker, the error says what to do', { skip }, async () => {
  const folder = await testFolder()
  const target = { kind: 'docker', name: 'linear', host: '127.0.0.1', port: 0, state: folder, node: process.execPath }
  const nowhere = execOn({ DOCKER_HOST: `unix://${path.join(folder, 'none')}`, DOCKER_CONFIG: folder })
  const status = deployment.status(target, ownServices(folder, { exec: nowhere }))
  await assert.rejects(status, { name: 'InputError', message: /no Docker engine: [\s\S]*--target local/ })
})
