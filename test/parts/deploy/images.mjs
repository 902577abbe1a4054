// Images of small models for the tests of this folder, and a deployment of them by the project's own engines.
import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { builtPrograms, room, services } from '../image/support.mjs'

export { builtPrograms, find, freePort, missing, root, run, scratchFolder, start, until } from '../image/support.mjs'

/** A model: prediction = factor · a. */
async function linearModel(folder, factor) {
  const { writeOnnx } = await room('onnx')
  const { packageModel } = await room('model')
  const bytes = writeOnnx({
    name: 'linear',
    inputs: [{ name: 'a', type: 'float32', shape: ['rows', 1] }],
    outputs: [{ name: 'prediction', type: 'float32', shape: ['rows', 1] }],
    nodes: [{ op: 'Mul', inputs: ['a', 'factor'], outputs: ['prediction'] }],
    constants: { factor: { type: 'float32', dims: [1], values: [factor] } },
    opset: { 'ai.onnx': 17 },
    irVersion: 8,
    producer: { name: 'part test', version: '1' },
  })
  const onnx = path.join(folder, `linear-${factor}.onnx`)
  await writeFile(onnx, bytes)
  const clock = { now: () => new Date() }
  return packageModel({ onnx, name: 'linear', clock }, path.join(folder, `model-${factor}`))
}

/** Builds the image of one such model into `folder`; `server` may be a changed server. */
export async function buildLinear(folder, factor, { server, name = String(factor) } = {}) {
  const { buildImage, imageHead } = await room('image')
  const { newDocument } = await room('evidence')
  const dist = await builtPrograms()
  const out = path.join(folder, `image-${name}`)
  const model = await linearModel(folder, factor)
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
export async function changedServer(folder, name, lines) {
  const changed = path.join(folder, `server-${name}`)
  await cp(path.join(await builtPrograms(), 'server'), changed, { recursive: true })
  await rename(path.join(changed, 'index.js'), path.join(changed, 'real.js'))
  await writeFile(path.join(changed, 'index.js'), `${lines}\nawait import('./real.js')\n`)
  return changed
}

export function ownServices(folder, more = {}) {
  return { ...services({ toolCache: path.join(folder, 'tools'), dockerConfig: folder }), interactive: true, ...more }
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
