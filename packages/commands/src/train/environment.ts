import { availableParallelism } from 'node:os'
import type { TrainedModel } from '@trainyard/training'

/** What a model was trained on, beside its pre-image: what may explain that it came out another. */
export function runEnvironment({ environment }: Pick<TrainedModel, 'environment'>): Readonly<Record<string, string>> {
  return {
    ...environment,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    threads: String(availableParallelism()),
  }
}
