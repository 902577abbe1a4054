import { defineCommand } from '../core/command.ts'
import { inputs } from './inputs.ts'
import { run } from './run.ts'

export const train = defineCommand({
  name: 'train',
  summary: 'Train a model, by the built-in trainer or your own command, and pack it as ONNX.',
  inputs,
  run,
})
