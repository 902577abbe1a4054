import path from 'node:path'
import type { ModelPackage } from '@trainyard/model'
import type { Context } from '../../core/context.ts'
import { trackerOf } from '../../runs/tracker.ts'
import { fetchModel } from '../rivals/fetch.ts'
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
  const { run, sha256 } = version
  for (const name of answerFiles) await tracker.fetch(run, name, path.join(into, name))
  return fetchModel({ run, name: `${model} version ${version.version}`, sha256 }, tracker, into)
}
