import path from 'node:path'
import type { ModelDocument } from '@trainyard/evidence'
import {
  type Descriptor,
  fileEntry,
  folderEntries,
  type Image,
  type Layout,
  layerNameAnnotation,
  openLayout,
  type TarEntry,
  writeArchive,
  writeImage,
  writeLayer,
} from '@trainyard/oci'
import { InputError } from '@trainyard/ports'
import type { Base } from './base.ts'
import { prepareBase } from './base-layers.ts'
import { imageConfig } from './config.ts'
import { checkEvaluation } from './evaluation.ts'
import { cachedLayer } from './layers.ts'
import { localName } from './name.ts'
import { pushTo } from './registry.ts'
import { findRuntime } from './runtime.ts'
import type { ImageBody, ImageLayer, ImageRequest, ImageServices } from './types.ts'

/**
 * Builds the image of a model: base, ONNX Runtime, server and model, a layer each. The same inputs give the same bytes.
 * Writes an OCI layout, and where the request names them an archive for `docker load` and a repository in a registry.
 * @throws InputError where the model's evaluation forbids it, or an input is missing or changed
 * @throws FaultError where a registry does not answer
 */
export async function buildImage(request: ImageRequest, services: ImageServices): Promise<ImageBody> {
  const evaluation = checkEvaluation(request)
  const layout = await openLayout(request.layout)
  const runtime = await findRuntime(services, process.arch)
  const [base, ...own] = await Promise.all([
    prepareBase(layout, request, runtime, services),
    cachedLayer(layout, 'runtime', runtime.entries, services),
    serverLayer(layout, request),
    modelLayer(layout, request),
  ])
  const layers = nameLayers(base, own)
  const config = imageConfig(request, base, layers, evaluation)
  const image = await writeImage(layout, config, layers.map(annotated), config.config?.Labels ?? {})
  if (request.archive) await writeArchive(image, localName(request.name), request.archive)
  const reference = request.push && (await pushTo(image, request.push, base, services))
  return { ...imageBody(request, image, base, layers), evaluation, ...(reference && { reference }) }
}

async function serverLayer(layout: Layout, { programs }: ImageRequest) {
  const server = await folderEntries(programs.server, 'app/server')
  const worker = await folderEntries(programs.worker, 'app/inference-worker')
  return writeLayer(layout, [...server, ...worker], { compression: 'gzip' })
}

/** Uncompressed: weights hardly shrink, and so the bytes do not depend on a compressor. */
async function modelLayer(layout: Layout, { model }: ImageRequest) {
  const onnx = await fileEntry(model.onnx, 'models/model.onnx')
  const expected = model.document.sha256
  if (onnx.content.sha256 !== expected) {
    throw new InputError(
      `${model.onnx} is not the model of its model.json: expected ${expected}, found ${onnx.content.sha256}`,
      {
        remedy: 'Train again, or restore the file.',
      },
    )
  }
  return writeLayer(layout, [onnx, modelJson(model.document)], { compression: 'none' })
}

/** Without the time of packaging: the same model gives the same layer. */
function modelJson(document: ModelDocument): TarEntry {
  const content = `${JSON.stringify({ ...document, createdAt: '1970-01-01T00:00:00.000Z' }, null, 2)}\n`
  return { type: 'file', path: 'models/model.json', mode: 0o644, content: Buffer.from(content) }
}

function nameLayers(base: Base, own: readonly ImageLayer['layer'][]): ImageLayer[] {
  const names = ['runtime', 'server', 'model'] as const
  return [
    ...base.layers.map((layer) => ({ name: 'base' as const, layer })),
    ...own.map((layer, index) => ({ name: names[index] ?? 'model', layer })),
  ]
}

function annotated({ name, layer }: ImageLayer): Descriptor {
  return { ...layer.descriptor, annotations: { [layerNameAnnotation]: name } }
}

function imageBody(request: ImageRequest, image: Image, base: Base, layers: readonly ImageLayer[]) {
  const { digest, mediaType } = image.descriptor
  const { os, architecture } = image.config
  const relative = (file: string) => path.relative(request.out, file).split(path.sep).join('/')
  return {
    digest,
    mediaType,
    platform: { os, architecture },
    layout: relative(request.layout),
    ...(request.archive && { archive: relative(request.archive) }),
    base: base.document,
    layers: layers.map(({ name, layer }) => ({ name, ...layer.descriptor, reused: layer.reused })),
    size: layers.reduce((sum, { layer }) => sum + layer.descriptor.size, 0),
    model: request.model.document.sha256,
  }
}
