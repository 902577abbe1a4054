import { defineCommand } from '../core/command.ts'
import { inputs } from './inputs.ts'

export const evaluate = defineCommand({
  name: 'evaluate',
  summary: 'Judge a model, or predictions made elsewhere, by rules that its one-sided 95 % bounds decide.',
  inputs,
  run: async (values, out, context) => (await import('./run.ts')).run(values, out, context),
})
