import { dataInputs, datasetInput } from '../core/data/inputs.ts'
import { number, table, text, type Values } from '../core/table.ts'

export const inputs = table({
  ...dataInputs,
  dataset: datasetInput,
  tracked: text('Run to train again: its id or the beginning of it, latest, or a version or alias of the model.'),
  tolerance: number(
    'Greatest difference of two probabilities, or of two numbers as a share of the greater, that counts as equal.',
  ).default('1e-6'),
})

export type Inputs = Values<typeof inputs>
