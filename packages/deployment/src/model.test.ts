import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  blobFile,
  type Image,
  layerNameAnnotation,
  openLayout,
  parseReference,
  pushImage,
  registryAccess,
  type TarEntry,
  writeImage,
  writeLayer,
} from '@trainyard/oci'
import { type LoopbackRegistry, startRegistry } from '../../../test/support/registry.ts'
import { noExec, quietServices } from '../../../test/support/services.ts'
import { modelOfImage, servedModel } from './index.ts'
import { writeState } from './targets/local/state.ts'

const services = { ...quietServices, exec: noExec, interactive: false }
const model = 'b'.repeat(64)
let scratch: string
let registry: LoopbackRegistry

beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'trainyard-served-'))
  registry = await startRegistry()
})

afterEach(async () => {
  await registry.close()
  await rm(scratch, { recursive: true })
})

const entry = (name: string, content: string): TarEntry => ({
  type: 'file',
  path: name,
  mode: 0o644,
  content: Buffer.from(content),
})

interface Made {
  readonly names?: readonly (string | undefined)[]
  readonly labels?: Readonly<Record<string, string>>
}

/** An image with a base layer and the model's, as build-image makes it. */
async function makeImage({ names = ['base', 'model'], labels = { 'dev.trainyard.model.sha256': model } }: Made = {}) {
  const layout = await openLayout(path.join(scratch, 'layout'))
  const layers = [
    await writeLayer(layout, [entry('bin/node', 'never started')], { compression: 'gzip' }),
    await writeLayer(layout, [entry('models/model.onnx', 'weights'), entry('models/model.json', '{}')], {
      compression: 'none',
    }),
  ]
  const rootfs = { type: 'layers' as const, diff_ids: layers.map(({ diffId }) => diffId) }
  const named = layers.map(({ descriptor }, at) => {
    const name = names[at]
    return name === undefined ? descriptor : { ...descriptor, annotations: { [layerNameAnnotation]: name } }
  })
  // Of another processor than this machine's, most likely: a model is the same on all.
  const config = { os: 'linux', architecture: 'riscv64', config: { Labels: labels }, rootfs }
  return writeImage(layout, config, named, {})
}

async function push(image: Image): Promise<string> {
  const reference = `${registry.host}/acme/churn:1`
  await pushImage(image, parseReference(reference), registryAccess(services))
  return reference
}

const into = () => path.join(scratch, 'champion')
const contents = async () => ({
  files: (await readdir(into())).toSorted(),
  onnx: await readFile(path.join(into(), 'model.onnx'), 'utf8'),
})
const whole = { files: ['model.json', 'model.onnx'], onnx: 'weights' }

describe('the model of an image', () => {
  test('is taken out of its layout, in the place of what was there', async () => {
    const { layout } = await makeImage()
    await mkdir(into())
    await writeFile(path.join(into(), 'evaluation.json'), 'of an earlier champion')
    expect(await modelOfImage({ layout: layout.folder }, into(), services)).toBe(model)
    expect(await contents()).toEqual(whole)
  })

  test('is taken out of a registry, of which only its layer is fetched', async () => {
    const image = await makeImage()
    const reference = await push(image)
    const [base, own] = image.manifest.layers.map(({ digest }) => `GET /v2/acme/churn/blobs/${digest}`)
    registry.requests.length = 0
    expect(await modelOfImage({ reference }, into(), services)).toBe(model)
    expect(await contents()).toEqual(whole)
    expect(registry.requests).toContain(own)
    expect(registry.requests).not.toContain(base)
  })

  test('is taken out of an image for several platforms', async () => {
    const image = await makeImage()
    await push(image)
    const type = 'application/vnd.oci.image.index.v1+json'
    const index = { schemaVersion: 2, mediaType: type, manifests: [image.descriptor] }
    registry.manifests.set('acme/churn/all', { type, bytes: Buffer.from(JSON.stringify(index)) })
    expect(await modelOfImage({ reference: `${registry.host}/acme/churn:all` }, into(), services)).toBe(model)
    expect(await contents()).toEqual(whole)
  })

  test.each<[string, Made, RegExp]>([
    ['that names no model', { labels: {} }, /holds no model/],
    ['whose layers have lost their names', { names: [] }, /holds no model.*\n.*as build-image wrote or pushed it/],
  ])('an image %s is refused', async (_, made, message) => {
    const image = await makeImage(made)
    const reference = await push(image)
    await expect(modelOfImage({ layout: image.layout.folder }, into(), services)).rejects.toThrow(message)
    await expect(modelOfImage({ reference }, into(), services)).rejects.toThrow(message)
  })

  test('a layer with other bytes is refused, here and in a registry', async () => {
    const image = await makeImage()
    const reference = await push(image)
    const digest = image.manifest.layers[1]?.digest ?? ''
    registry.blobs.set(`acme/churn/${digest}`, Buffer.from('something else'))
    await expect(modelOfImage({ reference }, into(), services)).rejects.toThrow(`expected ${digest}`)
    await writeFile(blobFile(image.layout, digest), 'something else')
    await expect(modelOfImage({ layout: image.layout.folder }, into(), services)).rejects.toThrow(/damaged/)
    await expect(readdir(into())).rejects.toThrow('ENOENT')
  })

  test('an image that is not there is told', async () => {
    const reference = `${registry.host}/acme/churn:2`
    expect(await modelOfImage({ reference }, into(), services)).toBeUndefined()
    const named = `${registry.host}/acme/churn@sha256:${'c'.repeat(64)}`
    await expect(modelOfImage({ reference: named }, into(), services)).rejects.toThrow(`there is no image ${named}`)
    await expect(modelOfImage({ layout: scratch }, into(), services)).rejects.toThrow('not an OCI image layout')
  })
})

describe('the model that serves', () => {
  const revision = 'a'.repeat(12)
  const state = () => path.join(scratch, 'serving')
  const target = () => ({
    kind: 'local' as const,
    name: 'churn',
    host: '127.0.0.1',
    port: 0,
    state: state(),
    node: process.execPath,
  })

  /** A revision that was rolled out here and has been stopped. */
  async function deployed(): Promise<string> {
    const current = {
      revision,
      image: `sha256:${'a'.repeat(64)}`,
      model,
      evaluation: null,
      unevaluated: true,
      url: 'http://127.0.0.1:1',
      process: { pid: 2 ** 22 + 1, started: '0' },
    }
    const models = path.join(state(), 'revisions', revision, 'models')
    await mkdir(models, { recursive: true })
    await writeFile(path.join(models, 'model.onnx'), 'weights')
    await writeFile(path.join(models, 'model.json'), '{}')
    await writeState(state(), { schemaVersion: 1, current })
    return models
  }

  test('is that of the current revision, whether it runs or not', async () => {
    await deployed()
    expect(await servedModel(target(), into(), services)).toBe(model)
    expect(await contents()).toEqual(whole)
  })

  test('is none where nothing is deployed', async () => {
    expect(await servedModel(target(), into(), services)).toBeUndefined()
  })

  test('whose files are gone is an error', async () => {
    await rm(await deployed(), { recursive: true })
    await expect(servedModel(target(), into(), services)).rejects.toThrow(/files of revision a{12} are gone/)
  })
})
