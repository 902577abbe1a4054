import { dataInputs, datasetInput } from '../core/data-inputs.ts'
import { file, number, pairs, table, text, type Values } from '../core/table.ts'

export const inputs = table({
  ...dataInputs,
  dataset: datasetInput,
  validation: file('validation.json of this data; data that failed is refused.')
    .stage('validate-data', 'validation.json')
    .optional(),
  run: text('Command that trains, such as `python train.py`.')
    .from('train.run', ({ train }) => train.run)
    .optional('the built-in trainer'),
  params: pairs('Parameters of the trainer: `NAME=VALUE`, one a line; they add to those of `train.params`.').optional(
    '`train.params` of the configuration',
  ),
  seed: number('Seed of every random draw.').from('train.seed', ({ train }) => train.seed),
})

export type Inputs = Values<typeof inputs>
