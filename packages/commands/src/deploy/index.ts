import { defineCommand } from '../core/command.ts'
import { inputs, verbs } from './inputs.ts'

export const deploy = defineCommand({
  name: 'deploy',
  summary: 'Roll an image out, check that it answers as evaluated, and go back when it does not.',
  inputs,
  verbs,
  outputs: { url: 'Address it serves at.', revision: 'Name of the revision.' },
  run: async (values, out, context) => (await import('./run.ts')).run(values, out, context),
})
