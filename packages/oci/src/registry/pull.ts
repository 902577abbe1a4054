import type { HttpAnswer } from '@trainyard/http'
import { InputError } from '@trainyard/ports'
import { digestOf } from '../digest.ts'
import type { Descriptor, ImageConfig, Index, Manifest, Platform } from '../documents.ts'
import { type Layout, putBytes, readBlob, setImage } from '../layout/layout.ts'
import { dockerMediaTypes, isIndex, layerCompression, mediaTypes } from '../media-types.ts'
import { parseConfig, parseIndex, parseManifest } from '../parse.ts'
import type { AuthorizeOptions } from './authorize.ts'
import { openRepository, type Repository } from './client.ts'
import { formatReference, type Reference } from './reference.ts'
import { pullBlob } from './transfer.ts'

/** An image of a registry, for one platform, with all its blobs in a layout. */
export interface PulledImage {
  /** Digest that the reference names: of an index where there is one. */
  readonly digest: string
  readonly manifest: Manifest
  readonly config: ImageConfig
}

const accepted = [mediaTypes.index, mediaTypes.manifest, dockerMediaTypes.index, dockerMediaTypes.manifest].join(', ')

/**
 * Brings an image into a layout. A tag is resolved once, and everything after it is fetched and checked by digest.
 * @throws InputError where there is no such image, or none for the platform
 */
export async function pullImage(
  source: Reference,
  platform: Platform,
  layout: Layout,
  options: AuthorizeOptions,
): Promise<PulledImage> {
  const { repository, named } = await fetchNamed(source, options)
  const bytes = isIndex(named.mediaType) ? await fetchPlatform(repository, named.bytes, platform, source) : named.bytes
  const manifest = parseManifest(bytes, formatReference(source))
  const unreadable = manifest.layers.find(({ mediaType }) => !layerCompression(mediaType))
  if (unreadable) throw new InputError(`${formatReference(source)} has a layer of the type ${unreadable.mediaType}`)
  await Promise.all([manifest.config, ...manifest.layers].map((blob) => pullBlob(repository, layout, blob)))
  const config = parseConfig(await readBlob(layout, manifest.config), `the configuration of ${formatReference(source)}`)
  if (config.architecture !== platform.architecture || config.os !== platform.os)
    throw wrongPlatform(source, platform, config)
  return { digest: named.digest, manifest, config }
}

/**
 * Brings some layers of an image into a layout, which then names this image. What is in them must not depend on the platform:
 * where there are several, those of the first are taken. Everything is fetched and checked by digest.
 * @param chosen which of the layers
 * @returns digest that the reference names; undefined where the registry says that it has no such tag
 * @throws InputError where the image cannot be read, or is named by a digest and not there
 */
export async function pullLayers(
  source: Reference,
  chosen: (layer: Descriptor) => boolean,
  layout: Layout,
  options: AuthorizeOptions,
): Promise<string | undefined> {
  const { repository, named } = await findNamed(source, options)
  if (named === undefined) return undefined
  const bytes = isIndex(named.mediaType) ? await fetchFirst(repository, named.bytes, source) : named.bytes
  const { mediaType, config, layers } = parseManifest(bytes, formatReference(source))
  const blobs = [config, ...layers.filter(chosen)]
  await Promise.all(blobs.map((blob) => pullBlob(repository, layout, blob)))
  const { digest, size } = await putBytes(layout, bytes)
  const kept = blobs.map((blob) => blob.digest)
  await setImage(layout, { mediaType, digest, size }, kept)
  return named.digest
}

async function fetchNamed(source: Reference, options: AuthorizeOptions) {
  const { repository, named } = await findNamed(source, options)
  if (named === undefined) throw noImage(source)
  return { repository, named }
}

async function findNamed(source: Reference, options: AuthorizeOptions) {
  const scopes = [`repository:${source.repository}:pull`]
  const repository = openRepository(source.registry, source.repository, scopes, options)
  const name = source.digest ?? source.tag ?? 'latest'
  const response = await askManifest(repository, name)
  if (response.status !== 404) return { repository, named: await readManifest(response, { repository, name, source }) }
  if (source.digest === undefined && (await isUnknown(response))) return { repository, named: undefined }
  throw noImage(source)
}

/** Whether a registry says so, and not some other server that knows no such page. */
async function isUnknown(response: HttpAnswer): Promise<boolean> {
  const text = await response.text()
  return /"code"\s*:\s*"(?:MANIFEST|NAME)_UNKNOWN"/.test(text)
}

function noImage(source: Reference): InputError {
  return new InputError(`there is no image ${formatReference(source)}`)
}

/** Of the first platform: entries of no platform, such as attestations, come after the images. */
async function fetchFirst(repository: Repository, index: Uint8Array, source: Reference) {
  const [first] = parseIndex(index, formatReference(source)).manifests
  if (first === undefined) throw new InputError(`${formatReference(source)} holds no image`)
  return (await fetchManifest(repository, first.digest, source)).bytes
}

async function fetchPlatform(repository: Repository, index: Uint8Array, platform: Platform, source: Reference) {
  const { digest } = choosePlatform(parseIndex(index, formatReference(source)), platform, source)
  return (await fetchManifest(repository, digest, source)).bytes
}

function choosePlatform({ manifests }: Index, platform: Platform, source: Reference): Descriptor {
  const found = manifests.find(
    (entry) => entry.platform?.os === platform.os && entry.platform.architecture === platform.architecture,
  )
  if (!found) throw wrongPlatform(source, platform, ...manifests.flatMap((entry) => entry.platform ?? []))
  return found
}

async function fetchManifest(repository: Repository, name: string, source: Reference) {
  const response = await askManifest(repository, name)
  if (response.status === 404) throw noImage(source)
  return readManifest(response, { repository, name, source })
}

function askManifest(repository: Repository, name: string): Promise<HttpAnswer> {
  return repository.send({ url: repository.url(`manifests/${name}`), headers: { accept: accepted }, expect: [404] })
}

interface AskedManifest {
  readonly repository: Repository
  readonly name: string
  readonly source: Reference
}

async function readManifest(response: HttpAnswer, { repository, name, source }: AskedManifest) {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const digest = digestOf(bytes)
  const promised = name.startsWith('sha256:') ? name : response.headers.get('docker-content-digest')
  if (promised && promised !== digest)
    throw new InputError(`${repository.registry} sent ${digest} instead of ${promised} for ${formatReference(source)}`)
  return { bytes, digest, mediaType: response.headers.get('content-type')?.split(';')[0]?.trim() ?? '' }
}

function wrongPlatform(source: Reference, wanted: Platform, ...there: readonly Platform[]): InputError {
  const list = [...new Set(there.map(({ os, architecture }) => `${os}/${architecture}`))].join(', ')
  return new InputError(
    `${formatReference(source)} is not there for ${wanted.os}/${wanted.architecture}: it has ${list}`,
  )
}
