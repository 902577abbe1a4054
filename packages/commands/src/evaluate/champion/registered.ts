import path from 'node:path'
import type { ModelPackage } from '@trainyard/model'
import type { Context } from '../../core/context.ts'
import { trackerOf } from '../../runs/tracker.ts'
import { fetchModel } from '../rivals/fetch.ts'
import { answerFiles } from '../rivals/stored.ts'
import { type Absent, unknownChampion } from './none.ts'

/** The model that an alias or a version in the tracker names. */
export async function registered(alias: string, into: string, context: Context): Promise<ModelPackage | Absent> {
  const tracker = await trackerOf(context)
  const model = context.config.name
  const version = await tracker.version(model, alias)
  if (version === undefined) return absentIn(tracker.name, alias, context)
  const { run, sha256 } = version
  for (const name of answerFiles) await tracker.fetch(run, name, path.join(into, name))
  return fetchModel({ run, name: `${model} version ${version.version}`, sha256 }, tracker, into)
}

/** A version that is named by its number is none that is yet to come, and a directory that each job begins anew knows of none. */
function absentIn(tracker: string, alias: string, { config, services }: Context): Absent {
  const { name, track } = config
  const message = `${name} has no ${alias} in ${tracker}`
  if (/^v?\d+$/.test(alias)) throw unknownChampion(message, 'See what there is: trainyard runs.')
  if (!services.interactive && track.to === 'directory' && track.uri === undefined && track.branch === undefined)
    throw unknownChampion(
      `${message}, which a job begins without`,
      'Keep it where every job finds it: track.branch, track.uri, or track.to: mlflow. Or name another source, such as artifact.',
    )
  return { absent: message, remedy: `Name the first one: trainyard runs alias RUN ${alias}.` }
}
