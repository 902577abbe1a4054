import type { Subject } from '@trainyard/evidence'
import { type TrainedModel, train } from '@trainyard/training'
import type { Context } from '../core/context.ts'
import { openBatchPredictor } from '../core/native.ts'
import { commandSettings } from './command.ts'
import type { Plan } from './plan.ts'

/** Makes the model that a plan speaks of, in the folder `out`. */
export function fit(
  { dataset, target, params, inputs }: Plan,
  out: string,
  from: readonly Subject[],
  context: Context,
): Promise<TrainedModel> {
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
      ...commandSettings(config),
      out,
      datasetDigest: dataset.sha256,
      inputs: from,
      open: (model) => openBatchPredictor(model, context),
      ...(inputs.run !== undefined && { run: inputs.run }),
      ...(config.train.timeoutMs !== undefined && { timeoutMs: config.train.timeoutMs }),
    },
    services,
  )
}
