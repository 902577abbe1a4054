import { defineCommand } from '../core/command.ts'
import { inputs } from './inputs.ts'

export const buildImage = defineCommand({
  name: 'build-image',
  summary: 'Pack a model that passed its evaluation into a container image, without a Docker daemon.',
  inputs,
  outputs: { reference: 'Reference of the pushed image, with its digest.' },
  inPlace: true,
  run: async (values, out, context) => (await import('./run.ts')).run(values, out, context),
})
