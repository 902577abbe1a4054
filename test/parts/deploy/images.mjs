// Images of small models for the tests of this folder, and a deployment of them by the project's own engines.
import { mkdtempSync, rmSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { builtPrograms, room, services } from '../image/support.mjs'

export { builtPrograms, find, freePort, missing, root, run, start, until } from '../image/support.mjs'

/** A folder that all tests of a process share: tools are installed and images built once. */
const shared = mkdtempSync(path.join(tmpdir(), 'trainyard-part-'))
process.once('exit', () => rmSync(shared, { recursive: true, force: true }))

/** A folder that goes with the process: what a test started from it has ended by then. */
export function testFolder() {
  return mkdtemp(path.join(shared, 'test-'))
}

/** Digests of the model that serves: as it was rolled out, and of its file. */
export async function modelServed(target, services) {
  const [deployment, { sha256File }] = [await room('deployment'), await room('ports')]
  const into = path.join(await testFolder(), 'champion')
  return [await deployment.servedModel(target, into, services), await sha256File(path.join(into, 'model.onnx'))]
}

/** A model: prediction = factor · a. */
export function linearModel(folder, factor) {
  return packed(folder, `linear-${factor}`, {
    name: 'linear',
    inputs: [{ name: 'a', type: 'float32', shape: ['rows', 1] }],
    outputs: [{ name: 'prediction', type: 'float32', shape: ['rows', 1] }],
    nodes: [{ op: 'Mul', inputs: ['a', 'factor'], outputs: ['prediction'] }],
    constants: { factor: { type: 'float32', dims: [1], values: [factor] } },
    opset: { 'ai.onnx': 17 },
    irVersion: 8,
    producer: { name: 'part test', version: '1' },
  })
}

/** A model that takes its time: prediction = a, by way of ten products with a large matrix. */
export function slowModel(folder) {
  const size = 1500
  const products = Array.from({ length: 10 }, (_, index) => ({
    op: 'MatMul',
    inputs: [`x${index}`, 'mean'],
    outputs: [`x${index + 1}`],
  }))
  return packed(folder, 'slow', {
    name: 'slow',
    inputs: [{ name: 'a', type: 'float32', shape: ['rows', 1] }],
    outputs: [{ name: 'prediction', type: 'float32', shape: ['rows', 1] }],
    nodes: [
      { op: 'Expand', inputs: ['part', 'square'], outputs: ['mean'] },
      { op: 'Mul', inputs: ['a', 'wide'], outputs: ['x0'] },
      ...products,
      { op: 'Slice', inputs: ['x10', 'from', 'to', 'axis'], outputs: ['prediction'] },
    ],
    constants: {
      part: { type: 'float32', dims: [1], values: [1 / size] },
      square: { type: 'int64', dims: [2], values: [size, size] },
      wide: { type: 'float32', dims: [1, size], values: new Array(size).fill(1) },
      from: { type: 'int64', dims: [1], values: [0] },
      to: { type: 'int64', dims: [1], values: [1] },
      axis: { type: 'int64', dims: [1], values: [1] },
    },
    opset: { 'ai.onnx': 17 },
    irVersion: 8,
    producer: { name: 'part test', version: '1' },
  })
}

async function packed(folder, file, graph) {
  const { writeOnnx } = await room('onnx')
  const { packageModel } = await room('model')
  const onnx = path.join(folder, `${file}.onnx`)
  await writeFile(onnx, writeOnnx(graph))
  const clock = { now: () => new Date() }
  return packageModel({ onnx, name: graph.name, clock }, path.join(folder, `model-${file}`))
}

const built = new Map()

/** Builds the image of such a model, once; `server` may be a changed server. */
export function buildLinear(factor, { server, name = String(factor) } = {}) {
  const known = built.get(name) ?? build(factor, server, name)
  built.set(name, known)
  return known
}

async function build(factor, server, name) {
  const folder = shared
  const { buildImage, imageHead } = await room('image')
  const { newDocument } = await room('evidence')
  const dist = await builtPrograms()
  const out = path.join(folder, `image-${name}`)
  const model = await linearModel(await madeFolder(folder, name), factor)
  const request = {
    model,
    unevaluated: true,
    base: 'node24',
    programs: { server: server ?? path.join(dist, 'server'), worker: path.join(dist, 'inference-worker') },
    name: 'linear',
    out,
    layout: path.join(out, 'image'),
  }
  const own = ownServices(folder)
  const body = await buildImage(request, own)
  return {
    image: { document: newDocument('image', body, { clock: own.clock, ...imageHead(request, body) }), folder: out },
    model,
  }
}

/** The server with some lines before it. */
export async function changedServer(name, lines) {
  const changed = path.join(shared, `server-${name}`)
  await cp(path.join(await builtPrograms(), 'server'), changed, { recursive: true })
  await rename(path.join(changed, 'index.js'), path.join(changed, 'real.js'))
  await writeFile(path.join(changed, 'index.js'), `${lines}\nawait import('./real.js')\n`)
  return changed
}

export function ownServices(folder, more = {}) {
  return { ...services({ toolCache: path.join(shared, 'tools'), dockerConfig: folder }), interactive: true, ...more }
}

/** Rows to ask, and the answers that a model with this factor gives. */
export function casesOf(factor) {
  const a = Float64Array.from({ length: 300 }, (_, row) => row - 10)
  return {
    batch: { rows: a.length, columns: new Map([['a', a]]) },
    expected: { rows: a.length, values: a.map((x) => factor * x) },
  }
}

/** What a deployed model answers for a = 1: its factor. */
export async function factorAt(url) {
  const body = JSON.stringify({ instances: [[1]] })
  const response = await fetch(`${url}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  return (await response.json()).predictions[0]
}

export async function linesOf(file) {
  return (await readFile(file, 'utf8')).trimEnd().split('\n')
}

export async function madeFolder(...parts) {
  const folder = path.join(...parts)
  await mkdir(folder, { recursive: true })
  return folder
}
