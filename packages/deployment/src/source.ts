import path from 'node:path'
import { type Image, readImage } from '@trainyard/oci'
import { InputError } from '@trainyard/ports'
import type { ImageSource } from './targets/types.ts'

const modelLabel = 'dev.trainyard.model.sha256'

/** Digest of the model that an image says it holds. */
export function modelOf({ config }: Image): string | undefined {
  return config.config?.Labels?.[modelLabel]
}

/**
 * Opens the layout of an image, its manifest and configuration verified by their digests.
 * @throws InputError where it is missing, damaged, or holds another model than `image.json` says
 */
export async function openImage({ document, folder }: ImageSource): Promise<Image> {
  if (!document.layout)
    throw new InputError('image.json names no OCI layout', { remedy: 'Build the image with a layout.' })
  const image = await readImage(path.resolve(folder, document.layout), document.digest)
  const model = modelOf(image)
  if (model === document.model) return image
  throw new InputError(`the image holds the model ${model ?? '(none named)'}, and image.json says ${document.model}`, {
    remedy: 'Build the image again.',
  })
}
