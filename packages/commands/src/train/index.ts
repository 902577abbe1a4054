import { defineCommand } from '../core/command.ts'
import { inputs } from './inputs.ts'

export const train = defineCommand({
  name: 'train',
  summary: 'Train a model, by the built-in trainer or your own command, and pack it as ONNX.',
  inputs,
  seal: async (folder) => (await import('./cache/entry.ts')).sealEntry(folder),
  run: async (values, out, context) => (await import('./run.ts')).run(values, out, context),
})
