import type { ModelVersion, TrackedRun } from '@trainyard/tracking'
import type { Opened } from './open.ts'

/** A line of the list. */
export interface ListedRun extends TrackedRun {
  /** Version of the registered model that the run made, with its aliases. */
  readonly version?: Pick<ModelVersion, 'version' | 'aliases'>
}

/** The newest runs of the project. */
export async function listRuns({ inputs, context, tracker }: Opened): Promise<readonly ListedRun[]> {
  const name = context.config.name
  const runs = (await tracker.runs({ name })).filter(({ parent }) => inputs.all || parent === undefined)
  const versions = new Map((await tracker.versions(name)).map((version) => [version.run, version]))
  return runs.slice(0, inputs['at-most']).map((run) => {
    const found = versions.get(run.id)
    return found ? { ...run, version: { version: found.version, aliases: found.aliases } } : run
  })
}
