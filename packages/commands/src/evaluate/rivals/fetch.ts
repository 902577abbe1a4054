import path from 'node:path'
import { type ModelPackage, readModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import type { Tracker } from '@trainyard/tracking'

/** A model that the tracker keeps with a run. */
export interface KeptModel {
  /** The run's id. */
  readonly run: string
  /** As messages call it: `run 20261120-0901-3f1c`, `penguins version 3`. */
  readonly name: string
  readonly sha256: string
}

/** Takes a model from its run into a folder. @throws InputError where it is not there, or is another than was recorded */
export async function fetchModel(
  { run, name, sha256 }: KeptModel,
  tracker: Tracker,
  into: string,
): Promise<ModelPackage> {
  for (const file of ['model.onnx', 'model.json'])
    if (!(await tracker.fetch(run, `model/${file}`, path.join(into, file))))
      throw new InputError(`${file} of ${name} is not in ${tracker.name}`, {
        remedy: `Train it again where it was made: trainyard train reproduce ${run}`,
      })
  const model = await readModelPackage(into)
  if (model.document.sha256 === sha256) return model
  throw new InputError(`${name} was recorded with the model sha256:${sha256}, and holds another`, {
    remedy: `Look at it: trainyard runs show ${run}`,
  })
}
