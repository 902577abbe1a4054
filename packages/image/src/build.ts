import path from 'node:path'
import {
  type Descriptor,
  type Image,
  layerNameAnnotation,
  openLayout,
  writeArchive,
  writeImage,
  writeLayer,
} from '@trainyard/oci'
import { prepareBase } from './base/prepare.ts'
import { pushTo } from './base/registry.ts'
import type { Base } from './base/types.ts'
import { imageConfig } from './config.ts'
import { modelEntries, serverEntries } from './entries.ts'
import { checkEvaluation } from './evaluation.ts'
import { cachedLayer } from './layers.ts'
import { localName } from './name.ts'
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
  const [server, model] = [await serverEntries(request.programs), await modelEntries(request.model)]
  const layout = await openLayout(request.layout)
  const runtime = await findRuntime(services, process.arch)
  const [base, ...own] = await Promise.all([
    prepareBase(layout, request, runtime, services),
    cachedLayer(layout, 'runtime', runtime.entries, services),
    writeLayer(layout, server, { compression: 'gzip' }),
    // Weights hardly shrink; stored plainly, their bytes do not depend on a compressor.
    writeLayer(layout, model, { compression: 'none' }),
  ])
  const layers = nameLayers(base, own)
  const config = imageConfig(request, base, layers, evaluation)
  const image = await writeImage(layout, config, layers.map(annotated), config.config?.Labels ?? {})
  if (request.archive) await writeArchive(image, localName(request.name), request.archive)
  const reference = request.push && (await pushTo(image, request.push, base, services))
  return { ...imageBody(request, image, base, layers), evaluation, ...(reference && { reference }) }
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
