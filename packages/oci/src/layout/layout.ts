import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { InputError, isCode, sha256File, writeFileAtomic } from '@trainyard/ports'
import { createMeter, digestOf, isDigest } from '../digest.ts'
import type { Descriptor, Index } from '../documents.ts'
import { mediaTypes } from '../media-types.ts'
import { parseIndex } from '../parse.ts'

/** A folder in the OCI image layout: blobs named by their digest, and an index that names the image. */
export interface Layout {
  readonly folder: string
}

/** A blob that has been put into a layout. */
export interface StoredBlob {
  readonly digest: string
  /** Bytes. */
  readonly size: number
  /** It was there before. */
  readonly reused: boolean
}

/** Opens a layout for writing; makes it where there is none. @throws InputError where other files are in the folder */
export async function openLayout(folder: string): Promise<Layout> {
  const names = await readdir(folder).catch((): string[] => [])
  if (names.length > 0 && !names.includes('oci-layout') && !names.includes('blobs'))
    throw new InputError(`${folder} is not empty and holds no image`, { remedy: 'Name a new or an empty folder.' })
  await mkdir(path.join(folder, 'blobs', 'sha256'), { recursive: true })
  await writeFileAtomic(path.join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
  return { folder }
}

/** Where a blob lies, or would lie. @throws InputError where this is no sha256 digest */
export function blobFile({ folder }: Layout, digest: string): string {
  if (!isDigest(digest)) throw new InputError(`'${digest}' is not a sha256 digest`)
  return path.join(folder, 'blobs', 'sha256', digest.slice('sha256:'.length))
}

/** Whether the blob is there with the right bytes; a damaged one is removed. */
export async function hasBlob(layout: Layout, digest: string): Promise<boolean> {
  const file = blobFile(layout, digest)
  try {
    if (`sha256:${await sha256File(file)}` === digest) return true
    await rm(file)
    return false
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}

/**
 * Stores a stream as a blob, under the digest of its bytes.
 * @param stages transforms on the way, such as gzip
 * @throws InputError where `expected` is given and the bytes have another digest
 */
export async function putBlob(
  layout: Layout,
  stream: Readable,
  stages: readonly NodeJS.ReadWriteStream[] = [],
  expected?: string,
): Promise<StoredBlob> {
  const meter = createMeter()
  const temporary = path.join(layout.folder, `${randomBytes(6).toString('hex')}.tmp`)
  try {
    await pipeline([stream, ...stages, meter.stream, createWriteStream(temporary, { flush: true })])
    const digest = meter.digest()
    if (expected && digest !== expected) throw new InputError(`expected ${expected}, received ${digest}`)
    const reused = await hasBlob(layout, digest)
    if (!reused) await rename(temporary, blobFile(layout, digest))
    return { digest, size: meter.bytes(), reused }
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Stores a small blob, such as a manifest. */
export async function putBytes(layout: Layout, content: string | Uint8Array): Promise<StoredBlob> {
  const digest = digestOf(content)
  const reused = await hasBlob(layout, digest)
  if (!reused) await writeFileAtomic(blobFile(layout, digest), content)
  return { digest, size: Buffer.byteLength(content), reused }
}

/** The bytes of a small blob, verified. @throws InputError where it is missing or damaged */
export async function readBlob(layout: Layout, { digest }: Pick<Descriptor, 'digest'>): Promise<Uint8Array> {
  const content = await readFile(blobFile(layout, digest)).catch((cause: unknown) => {
    throw new InputError(`${layout.folder} has no blob ${digest}`, { cause, remedy: 'Build the image again.' })
  })
  const actual = digestOf(content)
  if (actual !== digest) throw damaged(layout, digest, actual)
  return content
}

/** A stream of a blob's bytes, which fails at its end where they do not have the digest. */
export async function* streamBlob(layout: Layout, digest: string): AsyncGenerator<Buffer> {
  const meter = createMeter()
  const file = blobFile(layout, digest)
  await stat(file).catch((cause: unknown) => {
    throw new InputError(`${layout.folder} has no blob ${digest}`, { cause, remedy: 'Build the image again.' })
  })
  yield* createReadStream(file, { highWaterMark: 1 << 20 }).pipe(meter.stream)
  if (meter.digest() !== digest) throw damaged(layout, digest, meter.digest())
}

/** Makes the layout name this image and nothing else, then removes the blobs that no longer belong to it. */
export async function setImage(layout: Layout, manifest: Descriptor, blobs: readonly string[]): Promise<void> {
  const index: Index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [manifest] }
  await writeFileAtomic(path.join(layout.folder, 'index.json'), JSON.stringify(index))
  const kept = new Set([manifest.digest, ...blobs].map((digest) => path.basename(blobFile(layout, digest))))
  const folder = path.join(layout.folder, 'blobs', 'sha256')
  const stale = (await readdir(folder)).filter((name) => !kept.has(name))
  await Promise.all(stale.map((name) => rm(path.join(folder, name), { force: true })))
}

/** The index of a layout. @throws InputError where the folder is no image layout */
export async function readIndex(folder: string): Promise<Index> {
  const file = path.join(folder, 'index.json')
  const content = await readFile(file).catch((cause: unknown) => {
    throw new InputError(`${folder} is not an OCI image layout`, {
      cause,
      remedy: 'Name the folder build-image wrote.',
    })
  })
  return parseIndex(content, file)
}

function damaged({ folder }: Layout, digest: string, actual: string): InputError {
  return new InputError(`a blob of ${folder} is damaged: expected ${digest}, found ${actual}`, {
    remedy: 'Build the image again.',
  })
}
