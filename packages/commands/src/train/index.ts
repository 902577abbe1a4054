import path from 'node:path'
import { defineCommand } from '../core/command.ts'
import { exists } from '../core/context.ts'
import { inputs, verbs } from './inputs.ts'

export const train = defineCommand({
  name: 'train',
  summary: 'Train a model, by the built-in trainer or your own command, and pack it as ONNX.',
  inputs,
  verbs,
  outputs: {
    reused: 'Whether an earlier model was used again, since nothing it depends on has changed.',
    jobs: 'Of the verb plan: how many parts there are.',
    parts: 'Of the verb plan: the parts of the trials, a JSON list for a matrix; empty where nothing is to be trained.',
  },
  place: ({ command, part }) => {
    if (command === 'plan') return { folder: 'trials-plan', upload: false }
    return command === 'trials' ? { folder: `trials-${part?.part ?? 1}` } : { folder: 'train' }
  },
  seal: async ({ folder }) => {
    if (await exists(path.join(folder, 'model'))) await (await import('./cache/entry.ts')).sealEntry(folder)
    return {}
  },
  run: async (values, out, context) => (await import('./run.ts')).run(values, out, context),
})
