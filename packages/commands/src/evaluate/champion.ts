import path from 'node:path'
import type { Config } from '@trainyard/config'
import { type ModelPackage, readModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import type { ModelVersion, Tracker } from '@trainyard/tracking'
import { configPath } from '../core/config-path.ts'
import type { Context } from '../core/context.ts'
import { openModel } from '../core/native.ts'
import { trackerOf } from '../runs/tracker.ts'
import { answerFiles } from './stored.ts'

const inRegistry = /^registry(?::(.+))?$/

/** `evaluate.champion`: a path relative to the configuration, or what is looked up in the tracker. */
export function championOf(config: Config): string | undefined {
  const { champion } = config.evaluate
  return champion !== undefined && inRegistry.test(champion) ? champion : configPath(config, champion)
}

/** Opens the model to compare with. @throws InputError where there is none */
export async function openChampion(given: string, context: Context): Promise<ModelPackage> {
  const [found, alias = 'champion'] = inRegistry.exec(given) ?? []
  return found === undefined ? openModel(context.resolve(given), context) : registered(alias, context)
}

async function registered(alias: string, context: Context): Promise<ModelPackage> {
  const tracker = await trackerOf(context)
  const model = context.config.name
  const version = await tracker.version(model, alias)
  if (version === undefined)
    throw new InputError(`${model} has no ${alias} in ${tracker.name}`, {
      at: { file: 'trainyard.yml', key: 'evaluate.champion' },
      remedy: `Name the first one: trainyard runs alias RUN ${alias}. Or leave the gates out that compare with it.`,
    })
  return fetched(version, tracker, path.join(context.state, 'champion'))
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
