// The bundled server as a process: what it opens, what reaches the native code, how it stops.
import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, readlink } from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import { before, test } from 'node:test'
import {
  builtPrograms,
  factorAt,
  freePort,
  linearModel,
  linesOf,
  root,
  run,
  slowModel,
  start,
  testFolder,
  until,
} from './images.mjs'

let entry
before(async () => {
  entry = path.join(await builtPrograms(), 'server', 'index.js')
})

const skipElsewhere = process.platform !== 'linux' && 'reads /proc'
const runtime = ['--runtime', root]

async function startServer(t, { make = linearModel, node = [] } = {}) {
  const folder = await testFolder()
  const model = await make(folder, 2)
  const port = await freePort()
  const log = path.join(folder, 'log.jsonl')
  const flags = ['--model', model.folder, '--port', String(port), '--host', '127.0.0.1', '--log', log, ...runtime]
  const { child, output } = start(t, process.execPath, [...node, entry, ...flags])
  const url = `http://127.0.0.1:${port}`
  await until('the server', async () => (await fetch(`${url}/v2/health/ready`)).ok, { log: output })
  return { child, output, url, port, log, folder, model }
}

/** Inodes of the sockets a process holds. */
async function socketsOf(pid) {
  const links = await Promise.all(
    (await readdir(`/proc/${pid}/fd`)).map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
  )
  return new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]).filter(Boolean))
}

/** Every line of /proc/net/* of those sockets, as `protocol local remote`. */
async function connectionsOf(pid) {
  const [inodes, found] = [await socketsOf(pid), []]
  for (const protocol of ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'packet']) {
    const lines = (await readFile(`/proc/${pid}/net/${protocol}`, 'utf8').catch(() => '')).split('\n').slice(1)
    for (const line of lines) {
      const fields = line.trim().split(/\s+/)
      if (fields.some((field) => inodes.has(field))) found.push({ protocol, local: fields[1], remote: fields[2] })
    }
  }
  return found
}

test('no socket is opened but the one it listens on and those of its callers', { skip: skipElsewhere }, async (t) => {
  const { child, url, port } = await startServer(t)
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const seen = []
  for (let round = 0; round < 20; round += 1) {
    assert.equal(await factorAt(url), 2)
    seen.push(...(await connectionsOf(child.pid)))
    await new Promise((done) => setTimeout(done, 100))
  }
  assert.ok(
    seen.some(({ remote }) => /^0+:0000$/.test(remote)),
    'the listening socket was seen',
  )
  assert.deepEqual(
    seen.filter((socket) => !socket.local.endsWith(local) || socket.protocol !== 'tcp'),
    [],
  )
})

test('telemetry is off where the native code looks, with the runtime loaded', { skip: skipElsewhere }, async (t) => {
  const folder = await testFolder()
  const { child, url } = await startServer(t, { node: ['--report-on-signal', '--report-directory', folder] })
  assert.equal(await factorAt(url), 2)
  assert.match(await readFile(`/proc/${child.pid}/maps`, 'utf8'), /libonnxruntime\.so/)
  child.kill('SIGUSR2')
  const name = await until('the report', async () => (await readdir(folder)).find((file) => file.endsWith('.json')))
  const report = await until('the whole report', async () =>
    JSON.parse(await readFile(path.join(folder, name), 'utf8')),
  )
  assert.equal(report.environmentVariables.ORT_DISABLE_TELEMETRY, '1')
})

test('a signal ends it with what was under way answered, the log written, and code 0', async (t) => {
  const { child, output, url, log } = await startServer(t)
  const agent = new http.Agent({ keepAlive: true })
  const headers = { 'content-type': 'application/json' }
  const request = http.request(`${url}/invocations`, { method: 'POST', headers, agent })
  request.write('{"instances": [[1], ')
  await until('the request', async () => /in_flight [1-9]/.test(await (await fetch(`${url}/metrics`)).text()))
  child.kill('SIGTERM')
  await until('the signal', async () => output().includes('stopping on SIGTERM'))
  await assert.rejects(
    fetch(`${url}/v2/health/ready`, { headers: { connection: 'close' } }),
    'it takes no new connection',
  )
  const answered = new Promise((done, failed) => request.once('response', done).once('error', failed))
  request.end('[5]]}')
  const response = await answered
  const body = await response.toArray()
  assert.deepEqual(JSON.parse(Buffer.concat(body)), { predictions: [2, 10] })
  assert.equal(response.headers.connection, 'close')
  const code = child.exitCode ?? (await new Promise((done) => child.once('exit', done)))
  assert.equal(code, 0, output())
  assert.deepEqual(
    (await linesOf(log)).map((line) => JSON.parse(line).prediction),
    [2, 10],
  )
})

test('callers who never finish do not keep it from stopping', async (t) => {
  const { child, url } = await startServer(t)
  const request = http.request(`${url}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  })
  request.on('error', () => undefined)
  request.write('{')
  await until('the request', async () => /in_flight [1-9]/.test(await (await fetch(`${url}/metrics`)).text()))
  const begun = Date.now()
  child.kill('SIGTERM')
  const code = await new Promise((done) => child.once('exit', done))
  assert.equal(code, 0)
  assert.ok(Date.now() - begun < 9500, `${Date.now() - begun} ms`)
})

test('health is answered at once while the model computes', async (t) => {
  const { url } = await startServer(t, { make: slowModel })
  const body = JSON.stringify({ instances: Array.from({ length: 1000 }, (_, row) => [row]) })
  const begun = Date.now()
  let done = false
  const heavy = fetch(`${url}/invocations`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const answered = heavy
    .then(async (response) => (await response.json()).predictions)
    .finally(() => {
      done = true
    })
  const waits = []
  while (!done) {
    const asked = performance.now()
    assert.ok((await fetch(`${url}/v2/health/ready`)).ok)
    waits.push(performance.now() - asked)
  }
  const [predictions, took] = [await answered, Date.now() - begun]
  assert.ok(Math.abs(predictions[999] - 999) < 0.1)
  assert.ok(took > 300, `the model took only ${took} ms`)
  assert.ok(
    waits.length > 20 && Math.max(...waits) < took / 2,
    `${waits.length} answers, slowest ${Math.max(...waits)} of ${took} ms`,
  )
})

test('the health check of a container tells by its exit code', async (t) => {
  const { port } = await startServer(t)
  await run(process.execPath, [entry, '--healthcheck', '--port', String(port)])
  const free = await freePort()
  await assert.rejects(run(process.execPath, [entry, '--healthcheck', '--port', String(free)]), { code: 1 })
})

test('what is wrong at the start is said in a line, with code 2', async (t) => {
  const { port, folder, model } = await startServer(t)
  const empty = path.join(folder, 'empty')
  await mkdir(empty)
  const wrong = [
    [['--model', empty, ...runtime], /model\.json/],
    [['--model', model.folder, '--port', String(port), '--host', '127.0.0.1', ...runtime], /port \d+ is taken/],
    [['--model', model.folder, '--runtime', empty], /ONNX Runtime was not found/],
    [['--modle', 'x'], /Unknown option '--modle'/],
  ]
  for (const [args, message] of wrong) {
    const error = await run(process.execPath, [entry, ...args]).then(assert.fail, (reason) => reason)
    assert.equal(error.code, 2, error.stderr)
    assert.match(error.stderr, message)
    assert.doesNotMatch(error.stderr, /^\s+at /m)
  }
})
