import { cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { EvaluationDocument, ModelDocument } from '@trainyard/evidence'
import {
  type ContainerConfig,
  openLayout,
  parseReference,
  pushImage,
  readImage,
  registryAccess,
  unpackLayers,
  writeImage,
  writeLayer,
} from '@trainyard/oci'
import { sha256 } from '@trainyard/ports'
import { type LoopbackRegistry, startRegistry } from '../../../test/support/registry.ts'
import { noCache, noExec, stillClock } from '../../../test/support/services.ts'
import { nodeOf } from './base/node-path.ts'
import { checkEvaluation } from './evaluation.ts'
import { buildImage, type ImageRequest, type ImageServices, imageHead } from './index.ts'
import { localName } from './name.ts'

// ONNX Runtime is compressed for real, several times.
jest.setTimeout(60_000)

const onnx = Buffer.from('the bytes of a model')
let scratch: string
let registry: LoopbackRegistry
let request: ImageRequest
const lines: string[] = []

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'trainyard-image-'))
  registry = await startRegistry()
  await pushBase()
  request = await makeRequest(scratch)
})

afterAll(async () => {
  await registry.close()
  await rm(scratch, { recursive: true })
})

function services(toolCache = 'tools'): ImageServices {
  const log = (line: string) => void lines.push(line)
  return {
    log: { info: log, debug: log, warning: log, error: log, progress: log, mask: log, group: (_, work) => work() },
    clock: { ...stillClock, elapsed: () => performance.now() },
    exec: noExec,
    cache: noCache,
    toolCache: { root: path.join(scratch, toolCache) },
    env: {},
    dist: path.resolve('packages'),
    fetch,
  }
}

const distroless: ContainerConfig = {
  Entrypoint: ['/nodejs/bin/node'],
  Env: ['PATH=/nodejs/bin:/usr/bin', 'NODE_ENV=development'],
  Labels: { 'org.example.kept': 'yes' },
  User: '0',
}

async function pushBase(): Promise<void> {
  const layout = await openLayout(path.join(scratch, 'base'))
  const content = Buffer.from('not a real Node')
  const entry = { type: 'file' as const, path: 'nodejs/bin/node', mode: 0o755, content }
  const { descriptor, diffId } = await writeLayer(layout, [entry], { compression: 'gzip' })
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch
  const rootfs = { type: 'layers' as const, diff_ids: [diffId] }
  const image = await writeImage(layout, { os: 'linux', architecture, config: distroless, rootfs }, [descriptor], {})
  await pushImage(image, parseReference(`${registry.host}/base/node:24`), registryAccess(services()))
}

/** The same inputs in a folder of their own, made now. */
async function makeRequest(folder: string): Promise<ImageRequest> {
  const [model, server, worker, out] = ['model', 'server', 'worker', 'out'].map((name) => path.join(folder, name))
  for (const made of [model, server, worker]) await mkdir(made ?? '', { recursive: true })
  await writeFile(path.join(model ?? '', 'model.onnx'), onnx)
  await writeFile(path.join(server ?? '', 'index.js'), 'server')
  await writeFile(path.join(worker ?? '', 'index.js'), 'worker')
  return {
    model: { folder: model ?? '', onnx: path.join(model ?? '', 'model.onnx'), document: modelDocument(new Date()) },
    evaluation: { document: evaluation('pass'), sha256: 'e'.repeat(64) },
    unevaluated: false,
    base: `${registry.host}/base/node:24`,
    programs: { server: server ?? '', worker: worker ?? '' },
    name: 'Palmer penguins',
    out: out ?? '',
    layout: path.join(out ?? '', 'image'),
  }
}

function modelDocument(createdAt: Date): ModelDocument {
  return {
    kind: 'model',
    schemaVersion: 1,
    createdAt: createdAt.toISOString(),
    tool: { name: 'trainyard', version: '1.0.0' },
    subjects: [],
    inputs: [],
    verdict: 'pass',
    reason: '',
    name: 'penguins',
    signature: { inputs: [], outputs: [] },
    framework: 'test',
    opset: { '': 21 },
    irVersion: 10,
    bytes: onnx.length,
    sha256: sha256(onnx),
  }
}

function evaluation(
  verdict: EvaluationDocument['verdict'],
  model: string | undefined = sha256(onnx),
): EvaluationDocument {
  const { name, signature, framework, opset, irVersion, bytes, sha256: _, ...head } = modelDocument(new Date(0))
  return {
    ...head,
    kind: 'evaluation',
    verdict,
    reason: 'accuracy 0.61 is below 0.90',
    task: 'classification',
    ...(model && { model }),
    data: { split: 'test', rows: 1, sha256: '' },
    target: 'species',
    metrics: [],
    rules: [],
    inconclusive: 'fail',
    decidedBy: 'bounds',
  }
}

describe('an image', () => {
  test('holds base, runtime, server and model, and starts the server as a plain user', async () => {
    const body = await buildImage(request, services())
    const { config, manifest } = await readImage(request.layout, body.digest)
    expect(body.layers.map((layer) => layer.name)).toEqual(['base', 'runtime', 'server', 'model'])
    expect(manifest.layers.map((layer) => layer.digest)).toEqual(body.layers.map((layer) => layer.digest))
    expect(config).toMatchObject({ os: 'linux', created: '1970-01-01T00:00:00Z' })
    expect(config.config).toMatchObject({
      User: '65532',
      Entrypoint: ['/nodejs/bin/node', '/app/server/index.js', '--model', '/models'],
      Env: ['PATH=/nodejs/bin:/usr/bin', 'NODE_ENV=production', 'ORT_DISABLE_TELEMETRY=1'],
      ExposedPorts: { '8080/tcp': {} },
      StopSignal: 'SIGTERM',
      Labels: {
        'dev.trainyard.evaluation.sha256': 'e'.repeat(64),
        'dev.trainyard.model.sha256': sha256(onnx),
        'org.example.kept': 'yes',
        'org.opencontainers.image.title': 'Palmer penguins',
      },
    })
    expect(body).toMatchObject({ layout: 'image', model: sha256(onnx), evaluation: { verdict: 'pass' } })
    expect(body.base.reference).toBe(`${registry.host}/base/node:24@${body.base.digest}`)
    expect(body.size).toBe(body.layers.reduce((sum, { size }) => sum + size, 0))
  })

  test('unpacks to what the server needs, ONNX Runtime for this platform only', async () => {
    const { digest } = await buildImage(request, services())
    const into = path.join(scratch, 'unpacked')
    await unpackLayers(request.layout, digest, into, ['runtime', 'server', 'model'])
    expect(await readFile(path.join(into, 'models/model.onnx'))).toEqual(onnx)
    expect(await readFile(path.join(into, 'app/inference-worker/index.js'), 'utf8')).toBe('worker')
    expect(JSON.parse(await readFile(path.join(into, 'models/model.json'), 'utf8'))).toMatchObject({ name: 'penguins' })
    const runtime = path.join(into, 'app/node_modules/onnxruntime-node')
    const natives = (await readdir(path.join(runtime, 'bin'), { recursive: true })).filter((name) => name.includes('.'))
    expect(natives.sort()).toEqual([
      `napi-v6/linux/${process.arch}/libonnxruntime.so.1`,
      `napi-v6/linux/${process.arch}/onnxruntime_binding.node`,
    ])
    expect((await readdir(runtime)).sort()).toEqual(['bin', 'dist', 'package.json'])
  })

  test('is the same, byte for byte, from the same inputs in another folder at another time', async () => {
    const first = await buildImage(request, services())
    const elsewhere = await makeRequest(path.join(scratch, 'elsewhere'))
    await utimes(path.join(elsewhere.programs.server, 'index.js'), 1e9, 1e9)
    const second = await buildImage(elsewhere, services('other tools'))
    expect(second).toEqual({ ...first, layers: first.layers.map((layer) => ({ ...layer, reused: false })) })
  })

  test('built again, reuses every layer; with another model, all but that one', async () => {
    await buildImage(request, services())
    const again = await buildImage(request, services())
    expect(again.layers.map((layer) => layer.reused)).toEqual([true, true, true, true])
    const other = await makeRequest(path.join(scratch, 'other'))
    await writeFile(other.model.onnx, 'another model')
    const document = { ...other.model.document, sha256: sha256('another model') }
    await cp(request.layout, other.layout, { recursive: true })
    const changed = { ...other, model: { ...other.model, document }, unevaluated: true }
    const { evaluation: _, ...unevaluated } = changed
    const built = await buildImage(unevaluated, services())
    expect(built.layers.map((layer) => layer.reused)).toEqual([true, true, true, false])
    expect(built.evaluation).toBeNull()
  })

  test('a damaged layer in the cache is packed again', async () => {
    const first = await buildImage(request, services('damaged tools'))
    const cached = path.join(scratch, 'damaged tools', 'trainyard', 'layers')
    for (const name of await readdir(cached)) await writeFile(path.join(cached, name), 'damaged')
    await rm(request.layout, { recursive: true })
    const second = await buildImage(request, services('damaged tools'))
    expect(second.digest).toBe(first.digest)
    expect(second.layers.find(({ name }) => name === 'runtime')?.reused).toBe(false)
  })

  test('is pushed to the registry of its base, whose layers are not sent', async () => {
    const body = await buildImage({ ...request, push: `${registry.host}/acme/penguins:v1` }, services())
    expect(body.reference).toBe(`${registry.host}/acme/penguins:v1@${body.digest}`)
    expect(lines.at(-1)).toContain('4 blobs sent, 1 mounted, 0 there already')
    expect(registry.manifests.get(`acme/penguins/${body.digest}`)?.type).toBe(body.mediaType)
  })

  test('says in one line what it is', async () => {
    const body = await buildImage(request, services())
    const head = imageHead(request, body)
    expect(head.reason).toMatch(/^sha256:[0-9a-f]{12}… {2}18\.\d MB, 4 layers, 4 reused$/)
    expect(head.inputs.map(({ kind }) => kind)).toEqual(['model', 'evaluation'])
    expect(head.subjects).toEqual([{ kind: 'image', name: 'Palmer penguins', sha256: body.digest.slice(7) }])
  })

  test('is not built from a model that is not the one of its model.json', async () => {
    const changed = await makeRequest(path.join(scratch, 'changed'))
    await writeFile(changed.model.onnx, 'changed since')
    const built = buildImage(changed, services())
    await expect(built).rejects.toThrow(`expected ${sha256(onnx)}, found ${sha256('changed since')}`)
    await expect(readdir(changed.out)).rejects.toThrow('ENOENT')
  })
})

describe('refused is', () => {
  const { model } = { model: { folder: '', onnx: '', document: modelDocument(new Date(0)) } }
  const given = (document: EvaluationDocument, unevaluated = true) => ({
    model,
    unevaluated,
    evaluation: { document, sha256: 'e'.repeat(64) },
  })

  test.each(['fail', 'inconclusive'] as const)('an evaluation that says %s, whatever is allowed', (verdict) => {
    expect(() => checkEvaluation(given(evaluation(verdict)))).toThrow(
      `the evaluation of this model says ${verdict}: accuracy 0.61 is below 0.90`,
    )
  })

  test('an evaluation of another model, both named', () => {
    const other = '0'.repeat(64)
    expect(() => checkEvaluation(given(evaluation('pass', other)))).toThrow(
      `this one is ${sha256(onnx)}, it judged ${other}`,
    )
  })

  test('an evaluation of predictions alone', () => {
    expect(() => checkEvaluation(given(evaluation('pass', '')))).toThrow('judged predictions, not the model')
  })

  test('none at all, unless it is allowed', () => {
    expect(() => checkEvaluation({ model, unevaluated: false })).toThrow('has no evaluation')
    expect(checkEvaluation({ model, unevaluated: true })).toBeNull()
  })
})

test.each([
  [{ Entrypoint: ['/nodejs/bin/node'] }, '/nodejs/bin/node'],
  [{ Entrypoint: ['docker-entrypoint.sh'], Cmd: ['node'], Env: ['NODE_VERSION=24.1.0'] }, 'node'],
  [{ Env: ['PATH=/usr/bin', 'NODE_VERSION=24.1.0'] }, 'node'],
  [{ Entrypoint: ['/usr/local/bin/node', 'server.js'] }, '/usr/local/bin/node'],
])('the Node of %j is %s', (config, expected) => expect(nodeOf(config, 'x')).toBe(expected))

test.each([{}, { Cmd: ['bash'] }, { Entrypoint: ['/usr/bin/python3'] }])('%j names no Node', (config) => {
  expect(() => nodeOf(config, 'debian:12')).toThrow('debian:12 does not say where its Node is')
})

test.each([
  ['Palmer penguins', 'palmer-penguins:latest'],
  ['churn_v2', 'churn-v2:latest'],
  ['漢字', 'model:latest'],
])('a local engine calls %s %s', (name, expected) => expect(localName(name)).toBe(expected))
