import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeArchive } from '@trainyard/oci'
import { InputError } from '@trainyard/ports'
import { openImage } from '../../source.ts'
import type { ImageSource, Revision } from '../types.ts'
import type { Engine } from './engine.ts'

/** Name that the engine knows an image by. */
export function imageTag(name: string, { revision }: Revision): string {
  return `trainyard/${name}:${revision}`
}

/**
 * Gets an image into the engine: from its OCI layout, else from the registry, by its digest.
 * @throws InputError where there is neither, or the engine holds something else under this name
 */
export async function loadImage(engine: Engine, tag: string, source: ImageSource): Promise<void> {
  const { layout, reference, digest } = source.document
  if (layout) return loadLayout(engine, tag, source)
  if (!reference)
    throw new InputError('image.json names neither a layout nor a reference', { remedy: 'Build the image again.' })
  const pinned = reference.includes('@') ? reference : `${reference.replace(/:[^:/]*$/, '')}@${digest}`
  await engine.run('pull', '--quiet', pinned)
  await engine.run('tag', pinned, tag)
}

async function loadLayout(engine: Engine, tag: string, source: ImageSource): Promise<void> {
  const image = await openImage(source)
  const known = [image.manifest.config.digest, image.descriptor.digest]
  if (known.includes((await imageId(engine, tag)) ?? '')) return
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-image-'))
  try {
    const archive = path.join(folder, 'image.tar')
    await writeArchive(image, tag, archive)
    await engine.run('load', '--quiet', '--input', archive)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const loaded = await imageId(engine, tag)
  if (!known.includes(loaded ?? '')) throw new InputError(`the engine loaded ${loaded}, expected ${known.join(' or ')}`)
}

function imageId(engine: Engine, tag: string): Promise<string | undefined> {
  return engine.try('image', 'inspect', '--format', '{{.Id}}', tag)
}
