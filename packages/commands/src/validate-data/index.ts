import { defineCommand } from '../core/command.ts'
import { inputs } from './inputs.ts'

export const validateData = defineCommand({
  name: 'validate-data',
  summary: 'Check a table against an expectation suite or the accepted schema before anything is trained on it.',
  inputs,
  run: async (values, out, context) => (await import('./run.ts')).run(values, out, context),
})
