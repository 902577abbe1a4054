import { defineCommand } from '../core/command.ts'
import { inputs } from './inputs.ts'

/** `trainyard verify`. */
export const verify = defineCommand({
  name: 'verify',
  summary: 'Verify without a network that a model has passed its evaluation: signature, signer, model and verdict.',
  inputs,
  place: () => ({ folder: 'verify', upload: false }),
  run: async (values, _, context) => (await import('./run.ts')).run(values, context),
})
