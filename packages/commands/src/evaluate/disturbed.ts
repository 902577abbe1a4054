import { type Disturbance, type Disturbed, predictDisturbed } from '@trainyard/evaluation'
import type { Context } from '../core/context.ts'
import { openBatchPredictor } from '../core/native.ts'
import type { Judged } from './judged.ts'

/** What the model answers to disturbed rows; nothing where no rule asks it, or no model was run. */
export async function askDisturbed(
  { ran, target, table }: Judged,
  disturbances: readonly Disturbance[],
  context: Context,
): Promise<Disturbed | undefined> {
  if (ran === undefined || disturbances.length === 0) return undefined
  const predictor = await openBatchPredictor(ran.model, context)
  try {
    const { log } = context.services
    return await predictDisturbed(
      { ...ran, target, predictor, log, disturbances, seed: context.config.train.seed },
      table,
    )
  } finally {
    await predictor.close()
  }
}
