import { InputError } from '@trainyard/ports'
import type { ModelVersion } from '@trainyard/tracking'
import { originOf } from '../train/record/origin.ts'
import { findRun } from './find.ts'
import type { Opened } from './open.ts'
import { versionOf } from './version.ts'

/**
 * Points an alias to the model of a run, which becomes a version where it is none yet.
 * @returns the version
 * @throws InputError where the run did not finish, or has no model
 */
export async function aliasRun(word: string, alias: string, opened: Opened): Promise<ModelVersion> {
  const { context, tracker } = opened
  const model = context.config.name
  const run = await findRun(word, model, tracker)
  if (run.status !== 'finished' || run.model === undefined)
    throw new InputError(`run ${run.id} is ${run.status} and has no model`, { remedy: 'Name a run that finished.' })
  const version = await versionOf({ model, run: run.id, sha256: run.model }, tracker)
  const { by } = await originOf(context)
  await tracker.alias({ model, alias, version: version.version, by })
  return (await tracker.version(model, alias)) ?? version
}
