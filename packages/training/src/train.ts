import { FaultError } from '@trainyard/ports'
import { trainers } from './trainers/index.ts'
import type { TrainedModel, Trainer, TrainRequest, TrainServices, UnequalModel } from './types.ts'

/** The trainer that a request means. */
export function trainerOf(request: TrainRequest): Trainer {
  const found = trainers.find((trainer) => trainer.takes(request))
  if (found === undefined) throw new FaultError('no trainer takes this request')
  return found
}

/**
 * Trains a model and packs it as `model/`; nothing is packed where a conversion answers otherwise than its original.
 * @throws InputError for what the user can mend in data, parameters or command
 */
export function train(request: TrainRequest, services: TrainServices): Promise<TrainedModel | UnequalModel> {
  return trainerOf(request).train(request, services)
}
