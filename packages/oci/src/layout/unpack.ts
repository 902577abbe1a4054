import { createWriteStream } from 'node:fs'
import { link, mkdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { InputError } from '@trainyard/ports'
import { extract as createExtract, type Extract } from 'tar-stream'
import type { Descriptor } from '../documents.ts'
import { layerCompression } from '../media-types.ts'
import { readImage } from './image.ts'
import { type Layout, streamBlob } from './layout.ts'
import { openTree, type Tree } from './tree.ts'

/** Annotation on a layer with its name: `base`, `runtime`, `server`, `model`. */
export const layerNameAnnotation = 'dev.trainyard.layer'

/**
 * Unpacks the layers of an image into a folder, every blob verified. Nothing is written outside of it: paths with `..`,
 * absolute ones, links that leave it, and devices are refused. Owners and set-user bits are not taken over.
 * @param names only layers with one of these names; all where it is left out
 * @throws InputError where a blob is missing, damaged or hostile
 */
export async function unpackLayers(
  folder: string,
  digest: string,
  into: string,
  names?: readonly string[],
): Promise<void> {
  const { layout, manifest } = await readImage(folder, digest)
  const wanted = manifest.layers.filter(
    (layer) => !names || names.includes(layer.annotations?.[layerNameAnnotation] ?? ''),
  )
  await mkdir(into, { recursive: true })
  for (const layer of wanted) await unpackLayer(layout, layer, into)
}

type Entry = Extract extends AsyncIterable<infer T> ? T : never

async function unpackLayer(layout: Layout, { digest, mediaType }: Descriptor, into: string): Promise<void> {
  const compression = layerCompression(mediaType)
  if (!compression) throw new InputError(`the layer ${digest} has the unknown type ${mediaType}`)
  const tree = await openTree(into)
  const extract = createExtract()
  const gunzip = compression === 'gzip' ? [createGunzip()] : []
  const read = pipeline([Readable.from(streamBlob(layout, digest)), ...gunzip, extract])
  // The first of the two to fail tells why; the other then only says that the stream ended early.
  await Promise.all([read, writeEntries(extract, tree)])
}

async function writeEntries(entries: AsyncIterable<Entry>, tree: Tree): Promise<void> {
  for await (const entry of entries) {
    await writeEntry(entry, tree)
    entry.resume()
  }
}

async function writeEntry(entry: Entry, tree: Tree): Promise<void> {
  const { name, type, linkname, mode = 0 } = entry.header
  if (tree.isRoot(name)) return
  if (await tree.whiteOut(name)) return
  switch (type) {
    case 'directory':
      return tree.folder(name, mode & 0o777)
    case 'file':
    case 'contiguous-file':
      return pipeline(entry, createWriteStream(await tree.free(name), { flags: 'wx', mode: mode & 0o777 }))
    case 'symlink':
      return tree.symlink(name, linkname ?? '')
    case 'link':
      return link(await tree.existing(linkname ?? ''), await tree.free(name))
    default:
      throw new InputError(`a layer holds '${name}', a ${type}, which is not unpacked`)
  }
}
