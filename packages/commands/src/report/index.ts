import { defineCommand } from '../core/command.ts'
import { inputs } from './inputs.ts'
import { run } from './run.ts'

export const report = defineCommand({
  name: 'report',
  summary: 'Merge what the stages wrote into one self-contained page.',
  inputs,
  run,
})
