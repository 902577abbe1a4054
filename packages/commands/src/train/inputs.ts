import { dataInputs, validatedInput } from '../core/data/inputs.ts'
import { choice, count, file, number, pairsBy, table, text, textBy, type Values } from '../core/table.ts'
import { readParams } from './params.ts'
import { readPart } from './search/part.ts'

export const verbs = [
  { name: 'fit', description: 'Train; with train.search, train all trials and keep the best.' },
  { name: 'plan', description: 'Tell how the trials of a search are spread over jobs: the output parts.' },
  { name: 'trials', description: 'Train a part of the trials, for `fit` with `parts` to choose from.' },
] as const

export const inputs = table({
  command: choice('What to do.', ['fit', 'plan', 'trials']).default('fit'),
  ...dataInputs,
  dataset: validatedInput,
  validation: file('validation.json of this data; data that failed is refused.')
    .stage('validate-data', 'validation.json')
    .optional(),
  run: text('Command that trains, such as `python train.py`.')
    .from('train.run', ({ train }) => train.run)
    .optional('the built-in trainer'),
  params: pairsBy(
    'Parameters of the trainer: `NAME=VALUE`, one a line, or one JSON object; they add to those of `train.params`, and are not searched.',
    readParams,
  ).optional('`train.params` of the configuration'),
  reason: textBy('Why the model is trained, in a line; it is recorded.', readReason).optional(),
  part: textBy('Part of the trials that the verb trials trains: `3/8`.', readPart).optional('all of them'),
  parts: count('Jobs that the trials are spread over, at most; their results are then collected.').optional(
    'all trials in this job',
  ),
  seed: number('Seed of every random draw.').from('train.seed', ({ train }) => train.seed),
})

/** One line of a bearable length: it is shown in reports. */
function readReason(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 200)
}

export type Inputs = Values<typeof inputs>
