import { createReadStream } from 'node:fs'
import { copyFile, readFile } from 'node:fs/promises'
import path from 'node:path'
import {
  blobFile,
  copyLayer,
  hasBlob,
  isDigest,
  type Layer,
  type Layout,
  type TarEntry,
  writeLayer,
} from '@trainyard/oci'
import { errorMessage, replaceAtomic, sha256, writeFileAtomic } from '@trainyard/ports'
import { packingProgress } from './progress.ts'
import type { ImageServices } from './types.ts'

/** Changes whenever the same entries would be packed into other bytes. */
const packing = 'gzip-6, epoch 0, 1'

type KnownLayer = Pick<Layer, 'descriptor' | 'diffId'>

/**
 * A compressed layer, taken from the tool cache where the same entries were packed before: compressing Node and
 * ONNX Runtime takes seconds, copying them does not.
 */
export async function cachedLayer(
  layout: Layout,
  name: string,
  entries: readonly TarEntry[],
  services: ImageServices,
): Promise<Layer> {
  const folder = path.join(services.toolCache.root, 'trainyard', 'layers')
  const record = path.join(folder, `${contentKey(entries)}.json`)
  const known = await readRecord(record)
  const found = known && (await fromCache(layout, folder, known, services))
  if (found) return { ...found, reused: true }
  const layer = await writeLayer(layout, entries, {
    compression: 'gzip',
    onBytes: packingProgress(name, entries, services),
  })
  const { descriptor, diffId } = layer
  await replaceAtomic(cacheFile(folder, descriptor.digest), (temporary) =>
    copyFile(blobFile(layout, descriptor.digest), temporary),
  )
  await writeFileAtomic(record, JSON.stringify({ descriptor, diffId }))
  return layer
}

/** Digest over everything that decides a layer's bytes. */
export function contentKey(entries: readonly TarEntry[]): string {
  const lines = entries.map((entry) => JSON.stringify([entry.type, entry.path, ...detailsOf(entry)]))
  return sha256([packing, ...lines.sort()].join('\n'))
}

function detailsOf(entry: TarEntry): (string | number)[] {
  switch (entry.type) {
    case 'folder':
      return [entry.mode]
    case 'symlink':
      return [entry.target]
    case 'file':
      return [entry.mode, entry.content instanceof Uint8Array ? sha256(entry.content) : entry.content.sha256]
  }
}

async function fromCache(
  layout: Layout,
  folder: string,
  known: KnownLayer,
  { log }: ImageServices,
): Promise<Layer | undefined> {
  const { digest } = known.descriptor
  if (await hasBlob(layout, digest)) return { ...known, reused: true }
  try {
    return await copyLayer(layout, known, () => createReadStream(cacheFile(folder, digest)))
  } catch (error) {
    log.debug(`the cached layer ${digest} is packed again: ${errorMessage(error)}`)
    return undefined
  }
}

async function readRecord(file: string): Promise<KnownLayer | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  try {
    const record: unknown = JSON.parse(text)
    return isKnownLayer(record) ? record : undefined
  } catch {
    return undefined
  }
}

function isKnownLayer(value: unknown): value is KnownLayer {
  if (typeof value !== 'object' || value === null || !('descriptor' in value) || !('diffId' in value)) return false
  const { descriptor, diffId } = value
  if (typeof descriptor !== 'object' || descriptor === null || !('digest' in descriptor)) return false
  return isDigest(diffId) && isDigest(descriptor.digest) && 'size' in descriptor && 'mediaType' in descriptor
}

function cacheFile(folder: string, digest: string): string {
  return path.join(folder, digest.replace(':', '-'))
}
