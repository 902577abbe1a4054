import type { Command } from './core/command.ts'

/** The stages in the order of the chain, each loaded when it is asked for. Adding one touches this list and its folder. */
export const stages = {
  'validate-data': async () => (await import('./validate-data/index.ts')).validateData,
  train: async () => (await import('./train/index.ts')).train,
  evaluate: async () => (await import('./evaluate/index.ts')).evaluate,
  'build-image': async () => (await import('./build-image/index.ts')).buildImage,
  deploy: async () => (await import('./deploy/index.ts')).deploy,
  'check-drift': async () => (await import('./check-drift/index.ts')).checkDrift,
  report: async () => (await import('./report/index.ts')).report,
} as const satisfies Readonly<Record<string, () => Promise<Command>>>

export type StageName = keyof typeof stages

export const stageNames = Object.keys(stages) as readonly StageName[]
