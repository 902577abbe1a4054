import { defineCommand } from '../core/command.ts'
import { inputs } from './inputs.ts'

/** `trainyard train reproduce RUN`. */
export const reproduce = defineCommand({
  name: 'reproduce',
  summary:
    'Train a run again from its pre-image, and say whether the model is the same: in bytes, in its answers, or not.',
  inputs,
  outputs: {
    result: 'bit-equal, prediction-equal or different.',
    difference: 'Greatest difference of two answers to the same row.',
  },
  run: async (values, out, context) => (await import('./run.ts')).run(values, out, context),
})
