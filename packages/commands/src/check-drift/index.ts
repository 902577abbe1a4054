import { defineCommand } from '../core/command.ts'
import { inputs } from './inputs.ts'

export const checkDrift = defineCommand({
  name: 'check-drift',
  summary: 'Compare new rows with what the model was trained on, and decide whether to retrain.',
  inputs,
  outputs: {
    finding: 'stable or drift.',
    retrain: 'true where the decision is to retrain.',
    run: 'Address of the retraining run that was started.',
  },
  run: async (values, out, context) => (await import('./run.ts')).run(values, out, context),
})
