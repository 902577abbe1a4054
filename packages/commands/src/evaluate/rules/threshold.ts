import type { ThresholdConfig } from '@trainyard/config'
import { chosenThreshold, expectTwoClasses, fixedThreshold } from '@trainyard/evaluation'
import type { AppliedThreshold } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { PredictionTable } from '@trainyard/predictions'
import type { Context } from '../../core/context.ts'
import type { Inputs } from '../inputs.ts'
import type { Judged } from '../judged.ts'
import { readValidation } from '../read-given.ts'

/**
 * The threshold that rows are judged with: as the user gave it, or chosen on validation rows.
 * @throws InputError where there are no such rows, or the answers have no probabilities of two classes
 */
export async function thresholdOf(
  judged: Judged,
  threshold: ThresholdConfig,
  inputs: Inputs,
  context: Context,
): Promise<AppliedThreshold> {
  if ('value' in threshold) return fixedThreshold(threshold, judged.table)
  expectTwoClasses(judged.table)
  const { metric } = threshold.choose
  const validation = judged.ran ? await validationShare(judged.ran) : await readValidation(judged, inputs, context)
  const applied = chosenThreshold(metric, validation)
  const { class: name, value } = applied
  context.services.log.info(
    `threshold of ${name}: ${value}, the best for ${metric} on ${validation.rows} validation rows`,
  )
  return applied
}

async function validationShare({ dataset, split, ask }: NonNullable<Judged['ran']>): Promise<PredictionTable> {
  if (split === 'test' && dataset.split.rows.validation > 0) return ask('validation')
  throw new InputError('a threshold is chosen on the validation share, and there is none', {
    at: { file: 'trainyard.yml', key: 'evaluate.threshold.choose' },
    remedy:
      split === 'test'
        ? 'Give data.validation, or a share in data.split.validation.'
        : 'Rows given by the input data have no shares: give a number, evaluate.threshold: 0.5',
  })
}
