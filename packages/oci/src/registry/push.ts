import { InputError } from '@trainyard/ports'
import type { Descriptor } from '../documents.ts'
import type { Image } from '../layout/image.ts'
import { readBlob } from '../layout/layout.ts'
import type { AuthorizeOptions } from './authorize.ts'
import { openRepository } from './client.ts'
import { formatReference, type Reference } from './reference.ts'
import { type BlobFate, checkDigest, pushBlob } from './transfer.ts'

export interface PushResult {
  /** With tag and digest. */
  readonly reference: string
  /** How many blobs were there, mounted from another repository, or sent. */
  readonly blobs: Readonly<Record<BlobFate, number>>
}

/** Where the registry may already have a blob: repository by digest. */
export type Mounts = ReadonlyMap<string, string>

/**
 * Puts an image into a registry under the tag of the reference, `latest` where it has none. The manifest comes last, so
 * that the tag never names an image with holes.
 * @throws InputError where the login is missing or does not suffice
 * @throws HttpError where the registry does not answer as it should
 */
export async function pushImage(
  image: Image,
  target: Reference,
  options: AuthorizeOptions,
  mounts: Mounts = new Map(),
): Promise<PushResult> {
  if (target.digest) throw new InputError(`cannot push to ${formatReference(target)}: a digest cannot be chosen`)
  const repository = openRepository(target.registry, target.repository, pushScopes(target, mounts), options)
  const blobs = uniqueBlobs([image.manifest.config, ...image.manifest.layers])
  const fates = await Promise.all(
    blobs.map((blob) => pushBlob(repository, image.layout, blob, mounts.get(blob.digest))),
  )
  const tag = target.tag ?? 'latest'
  const { digest, mediaType } = image.descriptor
  const manifest = await readBlob(image.layout, image.descriptor)
  const stored = await repository.send({
    method: 'PUT',
    url: repository.url(`manifests/${tag}`),
    headers: { 'content-type': mediaType },
    body: () => manifest,
  })
  checkDigest(stored, digest, repository)
  return { reference: formatReference({ ...target, tag, digest }), blobs: countFates(fates) }
}

function pushScopes({ repository }: Reference, mounts: Mounts): string[] {
  const others = [...new Set(mounts.values())].filter((other) => other !== repository)
  return [`repository:${repository}:pull,push`, ...others.map((other) => `repository:${other}:pull`)]
}

function uniqueBlobs(blobs: readonly Descriptor[]): Descriptor[] {
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()]
}

function countFates(fates: readonly BlobFate[]): Record<BlobFate, number> {
  const count = (fate: BlobFate) => fates.filter((found) => found === fate).length
  return { there: count('there'), mounted: count('mounted'), uploaded: count('uploaded') }
}
