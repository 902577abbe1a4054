import type { Layout } from '@trainyard/oci'
import { historyEntry } from '../config.ts'
import { cachedLayer } from '../layers.ts'
import { goArchitecture } from '../name.ts'
import type { Runtime } from '../runtime.ts'
import type { ImageRequest, ImageServices } from '../types.ts'
import { findNodeBase } from './node.ts'
import { registryBase } from './registry.ts'
import type { Base } from './types.ts'

/** Puts the layers of the base into the layout: those of an image in a registry, or the one made from Node's binary. */
export async function prepareBase(
  layout: Layout,
  request: ImageRequest,
  runtime: Runtime,
  services: ImageServices,
): Promise<Base> {
  if (request.base !== 'node24') return registryBase(layout, request.base, services)
  const { node, searchPath, entries, files } = await findNodeBase(services, process.arch, runtime.binaries)
  return {
    platform: { os: 'linux', architecture: goArchitecture(process.arch) },
    layers: [await cachedLayer(layout, 'base', entries, services)],
    container: { Env: [`PATH=${searchPath}`] },
    history: [historyEntry({ name: 'base' })],
    node,
    document: {
      reference: request.base,
      files: files.map((file) => ({ kind: 'file', name: `/${file.path}`, sha256: file.content.sha256 })),
    },
  }
}
