import { train } from '../train.ts'
import type { TrainedModel, TrainRequest } from '../types.ts'
import { services } from './services.ts'

/** Trains a model that is equal to what it was converted from. */
export async function trained(request: TrainRequest): Promise<TrainedModel> {
  const made = await train(request, services)
  if (made.model) return made
  throw new Error(JSON.stringify(made.parity))
}
