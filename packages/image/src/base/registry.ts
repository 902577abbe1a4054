import { createReadStream } from 'node:fs'
import path from 'node:path'
import {
  blobFile,
  copyLayer,
  formatReference,
  hasBlob,
  type Image,
  type Layer,
  type Layout,
  openLayout,
  type PulledImage,
  parseReference,
  pullImage,
  pushImage,
  registryAccess,
} from '@trainyard/oci'
import { InputError } from '@trainyard/ports'
import { goArchitecture } from '../name.ts'
import type { ImageServices } from '../types.ts'
import { nodeOf } from './node-path.ts'
import type { Base } from './types.ts'

/**
 * An image in a registry as base, pinned to the digest its tag has now. Its blobs are kept in the tool cache.
 * @throws InputError where there is no such image for this processor, or no Node in it
 */
export async function registryBase(layout: Layout, text: string, services: ImageServices): Promise<Base> {
  const reference = parseReference(text)
  const platform = { os: 'linux', architecture: goArchitecture(process.arch) }
  const store = await openLayout(path.join(services.toolCache.root, 'trainyard', 'blobs'))
  const pulled = await pullImage(reference, platform, store, registryAccess(services))
  const { digest, config } = pulled
  return {
    platform,
    layers: await copyLayers(pulled, store, layout),
    container: config.config ?? {},
    history: config.history,
    node: nodeOf(config.config ?? {}, text),
    document: { reference: formatReference({ ...reference, digest }), digest, files: [] },
  }
}

/** Pushes, and says what that took. Layers of a base in the same registry are taken from its repository. */
export async function pushTo(image: Image, text: string, base: Base, services: ImageServices): Promise<string> {
  const target = parseReference(text)
  const { reference, blobs } = await pushImage(image, target, registryAccess(services), mountsOf(base, target.registry))
  const { there, mounted, uploaded } = blobs
  services.log.info(`pushed ${reference}: ${uploaded} blobs sent, ${mounted} mounted, ${there} there already`)
  return reference
}

function mountsOf({ layers, document }: Base, registry: string): Map<string, string> {
  if (!document.digest) return new Map()
  const base = parseReference(document.reference)
  if (base.registry !== registry) return new Map()
  return new Map(layers.map(({ descriptor }) => [descriptor.digest, base.repository]))
}

async function copyLayers({ manifest, config }: PulledImage, store: Layout, layout: Layout): Promise<Layer[]> {
  const diffIds = config.rootfs.diff_ids
  if (diffIds.length !== manifest.layers.length)
    throw new InputError('the base image has other layers in its configuration than in its manifest')
  return Promise.all(
    manifest.layers.map(async ({ mediaType, digest, size }, index) => {
      const layer = { descriptor: { mediaType, digest, size }, diffId: diffIds[index] ?? '' }
      if (await hasBlob(layout, digest)) return { ...layer, reused: true }
      return copyLayer(layout, layer, () => createReadStream(blobFile(store, digest)))
    }),
  )
}
