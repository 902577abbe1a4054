import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import { type ModelPackage, readModelPackage } from '@trainyard/model'
import { type Context, exists } from '../../core/context.ts'
import { answerFiles } from '../rivals/stored.ts'
import { type Absent, unknownChampion } from './none.ts'

/**
 * The model that the newest successful run of the default branch left as an artifact, and its answers where the run judged it.
 * @param given name of the artifact; left out: that of `train`
 */
export async function fromArtifact(
  given: string | undefined,
  into: string,
  context: Context,
): Promise<ModelPackage | Absent> {
  const { artifactPrefix, services } = context
  const { artifacts, log } = services
  const name = given ?? `${artifactPrefix}train`
  if (!artifacts.available)
    throw unknownChampion(
      `the artifact ${name} is on GitHub, and this is no job there`,
      `Fetch it, and name its folder: gh run download RUN --name ${name}.`,
    )
  const newest = await artifacts.newestRun(name)
  if (newest === undefined)
    return {
      absent: `no successful run of the default branch left an artifact ${name}`,
      remedy: 'Run the workflow there: by a push, a schedule or by hand.',
    }
  const { run, expired } = newest
  if (expired)
    throw unknownChampion(
      `the artifact ${name} of run ${run}, the newest of the default branch, has expired`,
      'Run the workflow there again; retention-days says how long artifacts are kept.',
    )
  if (!(await artifacts.download(name, into, { run })))
    throw unknownChampion(`run ${run} left an artifact ${name}, and it cannot be downloaded`, 'Run the workflow again.')
  log.info(`The champion is that of run ${run}, from its artifact ${name}`)
  const inside = path.join(into, 'model')
  const model = await readModelPackage((await exists(inside)) ? inside : into)
  await takeAnswers({ run, into, model }, context)
  return model
}

interface Taken {
  readonly run: number
  readonly into: string
  readonly model: ModelPackage
}

/** Whether they are of this model and of the same rows is looked at later, by their digests. */
async function takeAnswers({ run, into, model }: Taken, { artifactPrefix, services }: Context): Promise<void> {
  const judged = path.join(into, 'evaluate')
  if (!(await services.artifacts.download(`${artifactPrefix}evaluate`, judged, { run }))) return
  for (const name of answerFiles)
    if (await exists(path.join(judged, name))) await copyFile(path.join(judged, name), path.join(model.folder, name))
}
