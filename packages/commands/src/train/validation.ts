import { measureValues, predictDataset } from '@trainyard/evaluation'
import type { MetricResult } from '@trainyard/evidence'
import type { ModelPackage } from '@trainyard/model'
import { InputError } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import type { Context } from '../core/context.ts'
import { openBatchPredictor } from '../core/native.ts'
import type { Plan } from './plan.ts'

/** Every metric of the model on the validation share; none where there is no such share, or it cannot be judged on. */
export async function validationMetrics(plan: Plan, model: ModelPackage, context: Context): Promise<MetricResult[]> {
  if (plan.dataset.split.rows.validation === 0) return []
  try {
    return measureValues(await askValidation(plan, model, context))
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    context.services.log.debug(`no metrics of the validation share: ${error.message}`)
    return []
  }
}

/** The model's answers to the validation share, beside the labels. @throws InputError where a row has no label */
export async function askValidation(
  { dataset, target }: Plan,
  model: ModelPackage,
  context: Context,
): Promise<PredictionTable> {
  const predictor = await openBatchPredictor(model, context)
  try {
    return await predictDataset({ dataset, split: 'validation', target, predictor, log: context.services.log })
  } finally {
    await predictor.close()
  }
}
