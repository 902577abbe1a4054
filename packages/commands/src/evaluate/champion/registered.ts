import path from 'node:path'
import { type ModelPackage, readModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import type { ModelVersion, Tracker } from '@trainyard/tracking'
import type { Context } from '../../core/context.ts'
import { trackerOf } from '../../runs/tracker.ts'
import { answerFiles } from '../rivals/stored.ts'
import { noChampion } from './none.ts'

/** The model that an alias or a version in the tracker names. */
export async function registered(alias: string, into: string, context: Context): Promise<ModelPackage> {
  const tracker = await trackerOf(context)
  const model = context.config.name
  const version = await tracker.version(model, alias)
  if (version === undefined)
    throw noChampion(
      `${model} has no ${alias} in ${tracker.name}`,
      `Name the first one: trainyard runs alias RUN ${alias}.`,
    )
  return fetched(version, tracker, into)
}

/** Takes the files of the version's run; every byte is hashed, and the model must be the one that was registered. */
async function fetched({ model, version, run, sha256 }: ModelVersion, tracker: Tracker, into: string) {
  for (const name of ['model.onnx', 'model.json'])
    if (!(await tracker.fetch(run, `model/${name}`, path.join(into, name))))
      throw new InputError(`${name} of ${model} version ${version} is not in ${tracker.name}`, {
        remedy: `Train run ${run} again where it was made: trainyard train reproduce ${run}`,
      })
  for (const name of answerFiles) await tracker.fetch(run, name, path.join(into, name))
  const opened = await readModelPackage(into)
  if (opened.document.sha256 === sha256) return opened
  throw new InputError(
    `${model} version ${version} was registered as sha256:${sha256}, but its run holds another model`,
    {
      remedy: `Look at it: trainyard runs show ${run}`,
    },
  )
}
