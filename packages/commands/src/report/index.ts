import { defineCommand } from '../core/command.ts'
import { inputs } from './inputs.ts'

export const report = defineCommand({
  name: 'report',
  summary: 'Merge what the stages wrote into one self-contained page.',
  inputs,
  run: async (values, out, context) => (await import('./run.ts')).run(values, out, context),
})
