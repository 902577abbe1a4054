import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { replaceAtomic } from '@trainyard/ports'
import type { Index } from '../documents.ts'
import { mediaTypes } from '../media-types.ts'
import type { TarEntry } from '../tar/entry.ts'
import { packTar } from '../tar/pack.ts'
import type { Image } from './image.ts'
import { blobFile } from './layout.ts'

/**
 * Writes an image as one tar file that `docker load` takes: an OCI layout for newer engines, with the `manifest.json`
 * that older ones read.
 * @param name tag that the engine gives it, such as `penguins:latest`
 */
export async function writeArchive({ layout, descriptor, manifest }: Image, name: string, file: string): Promise<void> {
  const blobs = [manifest.config, ...manifest.layers]
  const entries: TarEntry[] = uniqueDigests([descriptor, ...blobs]).map(({ digest, size }) => ({
    type: 'file',
    path: blobPath(digest),
    mode: 0o644,
    content: { file: blobFile(layout, digest), size, sha256: digest.slice('sha256:'.length) },
  }))
  const tagged = { ...descriptor, annotations: { 'io.containerd.image.name': name, ...refName(name) } }
  const index: Index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [tagged] }
  const docker = {
    Config: blobPath(manifest.config.digest),
    RepoTags: [name],
    Layers: manifest.layers.map(({ digest }) => blobPath(digest)),
  }
  entries.push(jsonEntry('oci-layout', { imageLayoutVersion: '1.0.0' }), jsonEntry('index.json', index))
  entries.push(jsonEntry('manifest.json', [docker]))
  await replaceAtomic(path.resolve(file), (temporary) => pipeline(packTar(entries), createWriteStream(temporary)))
}

function uniqueDigests<T extends { readonly digest: string }>(descriptors: readonly T[]): T[] {
  return [...new Map(descriptors.map((descriptor) => [descriptor.digest, descriptor])).values()]
}

function blobPath(digest: string): string {
  return `blobs/sha256/${digest.slice('sha256:'.length)}`
}

function refName(name: string): Record<string, string> {
  const tag = /:([^:/]+)$/.exec(name)?.[1]
  return tag ? { 'org.opencontainers.image.ref.name': tag } : {}
}

function jsonEntry(name: string, value: unknown): TarEntry {
  return { type: 'file', path: name, mode: 0o644, content: Buffer.from(JSON.stringify(value)) }
}
