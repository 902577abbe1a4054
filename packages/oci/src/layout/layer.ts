import type { Readable } from 'node:stream'
import { createMeter } from '../digest.ts'
import type { Descriptor } from '../documents.ts'
import { mediaTypes } from '../media-types.ts'
import type { TarEntry } from '../tar/entry.ts'
import { createPlainGzip } from '../tar/gzip.ts'
import { packTar } from '../tar/pack.ts'
import { type Layout, putBlob } from './layout.ts'

/** A layer of an image. */
export interface Layer {
  readonly descriptor: Descriptor
  /** Digest of the uncompressed archive. */
  readonly diffId: string
  readonly reused: boolean
}

export interface LayerOptions {
  /** `none` suits files that hardly shrink: its bytes do not depend on a compressor. */
  readonly compression: 'none' | 'gzip'
  /** Modification time of every file, seconds since 1970. */
  readonly seconds?: number
  /** Called with the number of archive bytes packed so far. */
  readonly onBytes?: (bytes: number) => void
}

/** Packs entries into a layer and stores it in a layout. The same entries always give the same bytes. */
export async function writeLayer(
  layout: Layout,
  entries: readonly TarEntry[],
  { compression, seconds, onBytes }: LayerOptions,
): Promise<Layer> {
  const archive = createMeter(onBytes)
  const gzip = compression === 'gzip' ? createPlainGzip() : []
  const { digest, size, reused } = await putBlob(layout, packTar(entries, seconds), [archive.stream, ...gzip])
  const mediaType = compression === 'gzip' ? mediaTypes.layerGzip : mediaTypes.layer
  return { descriptor: { mediaType, digest, size }, diffId: archive.digest(), reused }
}

/** Stores a layer whose digest is known, from a stream of its bytes. @throws InputError where they have another digest */
export async function copyLayer(
  layout: Layout,
  layer: Pick<Layer, 'descriptor' | 'diffId'>,
  open: () => Readable,
): Promise<Layer> {
  const { reused } = await putBlob(layout, open(), [], layer.descriptor.digest)
  return { ...layer, reused }
}
