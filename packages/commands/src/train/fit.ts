import path from 'node:path'
import type { Subject } from '@trainyard/evidence'
import type { Log } from '@trainyard/ports'
import { type TrainedModel, train, type UnequalModel } from '@trainyard/training'
import type { Context } from '../core/context.ts'
import { openBatchPredictor } from '../core/native.ts'
import { commandSettings } from './command.ts'
import type { Plan } from './plan.ts'

/** How a training shares the machine with others, and what it knows of its run. */
export interface FitOptions {
  readonly log?: Log
  /** Threads that a command may use. */
  readonly threads?: number
  /** In a thread of its own. */
  readonly apart?: boolean
  /** Variables by which a command that logs to the tracker itself finds its run. */
  readonly env?: Readonly<Record<string, string>>
}

/** Makes the model that a plan speaks of, in the folder `out`. */
export function fit(
  { dataset, target, params, inputs }: Plan,
  out: string,
  from: readonly Subject[],
  context: Context,
  { log, threads, apart, env }: FitOptions = {},
): Promise<TrainedModel | UnequalModel> {
  const { config, services } = context
  return train(
    {
      name: config.name,
      dataset,
      target,
      params,
      seed: inputs.seed,
      folder: config.folder,
      env: config.train.env,
      ...(env && { extraEnvironment: env }),
      ...commandSettings(config),
      out,
      datasetDigest: dataset.sha256,
      inputs: from,
      open: (model) => openBatchPredictor(model, context),
      ...(inputs.run !== undefined && { run: inputs.run }),
      ...(config.train.timeoutMs !== undefined && { timeoutMs: config.train.timeoutMs }),
      ...(threads !== undefined && { threads }),
      ...(apart && { worker: path.join(services.dist, 'fit-worker', 'index.js') }),
    },
    log === undefined ? services : { ...services, log },
  )
}
