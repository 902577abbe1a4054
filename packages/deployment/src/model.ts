import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  type Descriptor,
  formatReference,
  layerNameAnnotation,
  openLayout,
  parseReference,
  pullLayers,
  readImage,
  registryAccess,
  unpackLayers,
} from '@trainyard/oci'
import { InputError, isCode, replaceAtomic } from '@trainyard/ports'
import { modelOf } from './source.ts'
import type { DeployServices } from './types.ts'

/** Where an image is: its name in a registry, or the folder of an OCI layout. */
export type ImagePlace = { readonly reference: string } | { readonly layout: string }

/** Name of the layer that `build-image` puts the model into. */
const layerName = 'model'

/**
 * Takes the model out of an image that `build-image` made. Of a registry only the layer of the model is fetched; every blob is
 * checked by its digest.
 * @param into folder that gets `model.onnx` and `model.json`
 * @returns digest of the model that the image says it holds; undefined where the registry says that it has no such tag
 * @throws InputError where the image cannot be read, or there is no model in it
 */
export async function modelOfImage(
  place: ImagePlace,
  into: string,
  services: DeployServices,
): Promise<string | undefined> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'trainyard-image-'))
  try {
    const folder = 'layout' in place ? place.layout : await pull(place.reference, path.join(scratch, 'image'), services)
    if (folder === undefined) return undefined
    const image = await readImage(folder)
    const model = modelOf(image)
    if (model === undefined) throw noModel(place)
    const files = path.join(scratch, 'files')
    await unpackLayers(folder, image.descriptor.digest, files, [layerName])
    await replaceAtomic(into, (temporary) => copyModel(path.join(files, 'models'), temporary))
    return model
  } catch (error) {
    throw isCode(error, 'ENOENT') ? noModel(place, error) : error
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Copies the two files of a model, and nothing else, into a new folder. */
export async function copyModel(from: string, into: string): Promise<void> {
  await mkdir(into, { recursive: true })
  for (const name of ['model.onnx', 'model.json']) await copyFile(path.join(from, name), path.join(into, name))
}

async function pull(text: string, folder: string, services: DeployServices): Promise<string | undefined> {
  const reference = parseReference(text)
  const layout = await openLayout(folder)
  const isModel = ({ annotations }: Descriptor) => annotations?.[layerNameAnnotation] === layerName
  const digest = await pullLayers(reference, isModel, layout, registryAccess(services))
  if (digest === undefined) return undefined
  services.log.info(`Took the model out of ${formatReference({ ...reference, digest })}`)
  return folder
}

function noModel(place: ImagePlace, cause?: unknown): InputError {
  const name = 'layout' in place ? place.layout : place.reference
  return new InputError(`${name} holds no model whose layer can be told`, {
    remedy:
      'Name an image as build-image wrote or pushed it: an engine that pushes it again may drop the names of layers.',
    cause,
  })
}
