import { defineCommand } from '../core/command.ts'
import { inputs } from './inputs.ts'

export const evaluate = defineCommand({
  name: 'evaluate',
  summary: 'Judge a model, or predictions made elsewhere, by rules that its one-sided 95 % bounds decide.',
  inputs,
  outputs: {
    attestation: 'File with the signed attestation, where the evaluation of a model that passed was signed.',
    'attestation-id': 'Number of the attestation in the repository.',
  },
  seal: async (folders, values, context) => (await import('./attest.ts')).attestEvaluation(folders, values, context),
  run: async (values, out, context) => (await import('./run.ts')).run(values, out, context),
})
