import { InputError } from '@trainyard/ports'
import type { Descriptor, ImageConfig, Manifest } from '../documents.ts'
import { mediaTypes } from '../media-types.ts'
import { parseConfig, parseManifest } from '../parse.ts'
import { type Layout, putBytes, readBlob, readIndex, setImage } from './layout.ts'

/** An image in a layout. */
export interface Image {
  readonly layout: Layout
  /** Of the manifest. */
  readonly descriptor: Descriptor
  readonly manifest: Manifest
  readonly config: ImageConfig
}

/** Writes configuration and manifest over layers that are in the layout, and makes the layout name this image. */
export async function writeImage(
  layout: Layout,
  config: ImageConfig,
  layers: readonly Descriptor[],
  annotations: Readonly<Record<string, string>>,
): Promise<Image> {
  const stored = await putBytes(layout, JSON.stringify(config))
  const configDescriptor = { mediaType: mediaTypes.config, digest: stored.digest, size: stored.size }
  const manifest: Manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: configDescriptor,
    layers,
    annotations,
  }
  const { digest, size } = await putBytes(layout, JSON.stringify(manifest))
  const { os, architecture } = config
  const descriptor = { mediaType: mediaTypes.manifest, digest, size, platform: { os, architecture } }
  await setImage(layout, descriptor, [stored.digest, ...layers.map((layer) => layer.digest)])
  return { layout, descriptor, manifest, config }
}

/**
 * Reads the image of a layout, its manifest and configuration verified by their digests.
 * @param digest of the manifest; where it is left out, the layout must hold one image
 * @throws InputError where the layout, or the image in it, is missing or damaged
 */
export async function readImage(folder: string, digest?: string): Promise<Image> {
  const { manifests } = await readIndex(folder)
  const descriptor = digest ? manifests.find((found) => found.digest === digest) : manifests[0]
  if (!descriptor) throw new InputError(`${folder} holds no image ${digest ?? ''}: ${listed(manifests)}`)
  if (!digest && manifests.length > 1)
    throw new InputError(`${folder} holds several images: ${listed(manifests)}`, { remedy: 'Name one by its digest.' })
  const layout = { folder }
  const manifest = parseManifest(await readBlob(layout, descriptor), `the manifest ${descriptor.digest}`)
  const config = parseConfig(await readBlob(layout, manifest.config), `the configuration ${manifest.config.digest}`)
  return { layout, descriptor, manifest, config }
}

function listed(manifests: readonly Descriptor[]): string {
  return manifests.length > 0 ? `it has ${manifests.map((found) => found.digest).join(', ')}` : 'its index is empty'
}
