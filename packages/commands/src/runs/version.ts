import type { ModelVersion, Tracker } from '@trainyard/tracking'

/** A model, and the run that made it. */
export interface MadeModel {
  readonly model: string
  readonly run: string
  readonly sha256: string
}

/** The version that a run's model has, or the next one. */
export async function versionOf(made: MadeModel, tracker: Tracker): Promise<ModelVersion> {
  const versions = await tracker.versions(made.model)
  const found = versions.find(({ run, sha256 }) => run === made.run && sha256 === made.sha256)
  return found ?? tracker.register(made)
}
