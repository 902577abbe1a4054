import { defineCommand } from '../core/command.ts'
import { inputs, verbs } from './inputs.ts'

export const validateData = defineCommand({
  name: 'validate-data',
  summary: 'Check a table against an expectation suite or the accepted schema before anything is trained on it.',
  inputs,
  verbs,
  run: async (values, out, context) =>
    values.command === 'propose'
      ? (await import('./propose.ts')).propose(values, out, context)
      : (await import('./run.ts')).run(values, out, context),
})
