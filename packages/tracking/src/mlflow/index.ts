import type { TrackConfig } from '@trainyard/config'
import type { Tracker, TrackPlace, TrackServices } from '../types.ts'
import { openSender, patience } from './open.ts'
import { type Synced, sync } from './sync.ts'
import { mlflowTracker } from './tracker.ts'

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
  yield* sync(openSender(config, place, services, patience.sync))
}
