// The default image, built twice, loaded and pulled by a real engine, run hardened, and asked for a prediction.
import assert from 'node:assert/strict'
import { stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { before, test } from 'node:test'
import { runHardened, startEngine } from './docker-engine.mjs'
import { startRegistry } from './registry-server.mjs'
import { builtPrograms, freePort, missing, room, run, scratchFolder, services, until } from './support.mjs'

const skip = missing('dockerd', 'docker', 'docker-registry', 'skopeo')
let dist

before(async () => {
  if (!skip) dist = await builtPrograms()
})

/** prediction = 2 a + 3 b */
async function sumModel(folder) {
  const { writeOnnx } = await room('onnx')
  const { modelFromOnnx } = await room('model')
  const column = (name) => ({ name, type: 'float32', shape: ['rows', 1] })
  const number = (value) => ({ type: 'float32', dims: [1], values: [value] })
  const bytes = writeOnnx({
    name: 'sum',
    inputs: [column('a'), column('b')],
    outputs: [column('prediction')],
    nodes: [
      { op: 'Mul', inputs: ['a', 'two'], outputs: ['a2'] },
      { op: 'Mul', inputs: ['b', 'three'], outputs: ['b3'] },
      { op: 'Add', inputs: ['a2', 'b3'], outputs: ['prediction'] },
    ],
    constants: { two: number(2), three: number(3) },
    opset: { 'ai.onnx': 17 },
    irVersion: 8,
    producer: { name: 'part test', version: '1' },
  })
  const file = path.join(folder, 'sum.onnx')
  await writeFile(file, bytes)
  return modelFromOnnx(file, services({ toolCache: folder }))
}

async function request(folder, out, more = {}) {
  return {
    model: await sumModel(folder),
    unevaluated: true,
    base: 'node24',
    programs: { server: path.join(dist, 'server'), worker: path.join(dist, 'inference-worker') },
    name: 'sum',
    out,
    layout: path.join(out, 'image'),
    ...more,
  }
}

async function answers(port, log) {
  const base = `http://127.0.0.1:${port}`
  await until('the server', async () => (await fetch(`${base}/v2/health/ready`)).ok, { log })
  const records = {
    dataframe_records: [
      { a: 1, b: 2 },
      { a: 10, b: -1 },
    ],
  }
  const headers = { 'content-type': 'application/json' }
  const invoked = await fetch(`${base}/invocations`, { method: 'POST', headers, body: JSON.stringify(records) })
  assert.deepEqual((await invoked.json()).predictions, [8, 17])
  const tensor = (name, data) => ({ name, shape: [2, 1], datatype: 'FP32', data })
  const body = JSON.stringify({ inputs: [tensor('a', [1, 10]), tensor('b', [2, -1])] })
  const inferred = await (await fetch(`${base}/v2/models/sum/infer`, { method: 'POST', headers, body })).json()
  assert.deepEqual(inferred.outputs[0].data, [8, 17])
}

test('the default image is built, pushed, loaded, pulled and run by a real engine', { skip }, async (t) => {
  const folder = await scratchFolder(t)
  const { buildImage } = await room('image')
  const registry = await startRegistry(t, path.join(folder, 'registry'))
  const docker = await startEngine(t, path.join(folder, 'engine'))
  const world = services({ dist, toolCache: path.join(folder, 'tools'), dockerConfig: folder })
  const push = `${registry.host}/acme/sum:v1`
  const out = path.join(folder, 'out')
  const archive = path.join(out, 'image.tar')

  const [first, firstMs] = await timed(() => buildImageOnce())
  const [again, againMs] = await timed(() => buildImageOnce())
  async function buildImageOnce() {
    return buildImage(await request(folder, out, { push, archive }), world)
  }
  assert.equal(again.digest, first.digest)
  assert.ok(again.layers.every(({ reused }) => reused))
  assert.match(
    world.lines.findLast((line) => line.startsWith('pushed')),
    /0 blobs sent, 0 mounted, 5 there already/,
  )
  t.diagnostic(`image ${(first.size / 1e6).toFixed(1)} MB compressed`)
  t.diagnostic(`built and pushed in ${firstMs} ms, again in ${againMs} ms`)

  await t.test('the same bytes come from other folders and another cache', async () => {
    const world = services({ dist, toolCache: path.join(folder, 'other tools'), dockerConfig: folder })
    const other = await buildImage(await request(folder, path.join(folder, 'other')), world)
    assert.equal(other.digest, first.digest)
  })

  await t.test('skopeo reads registry and layout', async () => {
    const { stdout } = await run('skopeo', ['inspect', '--tls-verify=false', `docker://${push}`])
    assert.equal(JSON.parse(stdout).Digest, first.digest)
    const layout = JSON.parse((await run('skopeo', ['inspect', `oci:${path.join(out, 'image')}`])).stdout)
    assert.equal(layout.Labels['dev.trainyard.model.sha256'], first.model)
  })

  await t.test('docker load takes the archive, and the server answers', async () => {
    t.diagnostic(`archive ${((await stat(archive)).size / 1e6).toFixed(1)} MB`)
    assert.match(await docker('load', '--input', archive), /sum:latest/)
    await checkContainer(t, docker, 'sum:latest')
  })

  await t.test('docker pull takes the pushed image by its digest, and the server answers', async () => {
    await docker('pull', `${registry.host}/acme/sum@${first.digest}`)
    await checkContainer(t, docker, `${registry.host}/acme/sum@${first.digest}`)
  })

  await t.test('an image of a registry that starts Node is a base too, pinned to its digest', async () => {
    const out = path.join(folder, 'derived')
    const archive = path.join(out, 'image.tar')
    const derived = await buildImage(await request(folder, out, { base: push, archive, name: 'derived' }), world)
    assert.equal(derived.base.digest, first.digest)
    await docker('load', '--input', archive)
    await checkContainer(t, docker, 'derived:latest')
  })
})

async function checkContainer(t, docker, image) {
  const port = await freePort()
  const id = await runHardened(t, docker, image, port)
  const logs = await docker('logs', id)
  await answers(port, () => logs)
  const [inspected] = JSON.parse(await docker('inspect', id))
  assert.equal(inspected.Config.User, '65532')
  assert.equal(inspected.HostConfig.ReadonlyRootfs, true)
  await until('a healthy container', async () => {
    const [{ State: state }] = JSON.parse(await docker('inspect', id))
    return state.Health.Status === 'healthy'
  })
  const [, stopMs] = await timed(() => docker('stop', '--time', '20', id))
  const [{ State: state }] = JSON.parse(await docker('inspect', id))
  assert.equal(state.ExitCode, 0, await docker('logs', id))
  t.diagnostic(`stopped in ${stopMs} ms`)
}

async function timed(work) {
  const start = performance.now()
  const result = await work()
  return [result, Math.round(performance.now() - start)]
}
