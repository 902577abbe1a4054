import { openTracker, type Tracker } from '@trainyard/tracking'
import type { Context } from '../core/context.ts'

/** The tracker that the configuration names, or the directory beside the state. */
export async function trackerOf({ config, state, services }: Context): Promise<Tracker> {
  return openTracker(config.track, { folder: config.folder, state, project: config.name }, services)
}
