import path from 'node:path'
import { modelOfImage, servedModel, type TargetConfig } from '@trainyard/deployment'
import { type ModelPackage, readModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import type { Context } from '../../core/context.ts'
import { openModel } from '../../core/native.ts'
import { configuredTarget } from '../../deploy/target.ts'
import { fromArtifact } from './artifact.ts'
import { type Absent, unknownChampion } from './none.ts'
import { registered } from './registered.ts'
import { championSource, isLayout } from './source.ts'

/**
 * Opens the model to compare with.
 * @param folder of the state, where it is put
 * @returns `Absent` only where the source answered that there is none yet
 * @throws InputError where it cannot be reached or read: a path that is not there is one that was written wrongly
 */
export async function openChampion(
  given: string,
  context: Context,
  folder = 'champion',
): Promise<ModelPackage | Absent> {
  const source = championSource(given)
  const into = path.join(context.state, folder)
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

async function deployed(into: string, context: Context): Promise<ModelPackage | Absent> {
  const target = configuredTarget(context)
  const sha256 = await servedModel(target, into, context.services)
  if (sha256 === undefined) return nothingDeployed(target, context)
  return expectModel(into, sha256, 'what is deployed')
}

/** A state folder that each job begins without knows of nothing. */
function nothingDeployed({ kind, name, state }: TargetConfig, context: Context): Absent {
  const message = `nothing of the name ${name} is deployed to ${kind}`
  const remedy = `Deploy a first one: trainyard deploy --target ${kind}.`
  const inside = !path.relative(context.state, path.resolve(state)).startsWith('..')
  if (kind === 'local' && inside && !context.services.interactive)
    throw unknownChampion(
      `${message} as far as this job can see`,
      'What is deployed elsewhere is not within its reach: name another source, such as artifact or registry.',
    )
  return { absent: message, remedy }
}

async function fromImage(image: string, into: string, context: Context): Promise<ModelPackage | Absent> {
  const place = isLayout(image) ? { layout: context.resolve(image) } : { reference: image }
  const sha256 = await modelOfImage(place, into, context.services)
  if (sha256 === undefined)
    return { absent: `there is no image ${image}`, remedy: 'Build and push a first one: trainyard build-image --push.' }
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
