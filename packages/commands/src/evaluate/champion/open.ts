import path from 'node:path'
import { modelOfImage, servedModel } from '@trainyard/deployment'
import { type ModelPackage, readModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import type { Context } from '../../core/context.ts'
import { openModel } from '../../core/native.ts'
import { configuredTarget } from '../../deploy/target.ts'
import { fromArtifact } from './artifact.ts'
import { noChampion } from './none.ts'
import { registered } from './registered.ts'
import { championSource, isLayout } from './source.ts'

/** Opens the model to compare with. @throws InputError where there is none */
export async function openChampion(given: string, context: Context): Promise<ModelPackage> {
  const source = championSource(given)
  const into = path.join(context.state, 'champion')
  switch (source.from) {
    case 'files':
      return openModel(context.resolve(source.place), context)
    case 'registry':
      return registered(source.name, into, context)
    case 'deployed':
      return deployed(into, context)
    case 'image':
      return fromImage(source.image, into, context)
    case 'artifact':
      return fromArtifact(source.name, into, context)
  }
}

async function deployed(into: string, context: Context): Promise<ModelPackage> {
  const target = configuredTarget(context)
  const sha256 = await servedModel(target, into, context.services)
  if (sha256 === undefined)
    throw noChampion(
      `nothing of the name ${target.name} is deployed to ${target.kind}`,
      `Deploy a first one: trainyard deploy --target ${target.kind}.`,
    )
  return expectModel(into, sha256, 'what is deployed')
}

async function fromImage(image: string, into: string, context: Context): Promise<ModelPackage> {
  const place = isLayout(image) ? { layout: context.resolve(image) } : { reference: image }
  const sha256 = await modelOfImage(place, into, context.services)
  return expectModel(into, sha256, image)
}

/** @throws InputError where the files are not the model that was promised */
async function expectModel(folder: string, sha256: string, where: string): Promise<ModelPackage> {
  const model = await readModelPackage(folder)
  if (model.document.sha256 === sha256) return model
  throw new InputError(`${where} should hold the model sha256:${sha256}, and holds sha256:${model.document.sha256}`, {
    remedy: 'Build the image again, and deploy it.',
  })
}
