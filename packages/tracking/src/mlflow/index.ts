import type { TrackConfig } from '@trainyard/config'
import type { Tracker, TrackPlace, TrackServices } from '../types.ts'
import { openSender, patience, spoolRoot } from './open.ts'
import { spoolsIn } from './spool/spool.ts'
import { type Synced, sync } from './sync.ts'
import { mlflowTracker } from './tracker.ts'

export type { Synced } from './sync.ts'

/** Opens the MLflow server that `track.uri` or MLFLOW_TRACKING_URI names. Nothing is asked of it yet. */
export async function openMlflow(config: TrackConfig, place: TrackPlace, services: TrackServices): Promise<Tracker> {
  return mlflowTracker(openSender(config, place, services, patience.training), services)
}

/** Sends what waits in `.trainyard/track/spool`, folder by folder. @throws HttpError where the server is away */
export async function* syncMlflow(
  config: TrackConfig,
  place: TrackPlace,
  services: TrackServices,
): AsyncGenerator<Synced> {
  if ((await spoolsIn(spoolRoot(place))).length === 0) return
  yield* sync(openSender(config, place, services, patience.sync))
}
