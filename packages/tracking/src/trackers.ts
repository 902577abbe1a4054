import type { TrackConfig } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import type { Synced } from './mlflow/index.ts'
import type { Tracker, TrackPlace, TrackServices } from './types.ts'

type Open = (config: TrackConfig, place: TrackPlace, services: TrackServices) => Promise<Tracker>

/** Every tracker, by its name in `track.to`; each is loaded when it is asked for. */
const trackers: Readonly<Partial<Record<TrackConfig['to'], () => Promise<Open>>>> = {
  directory: async () => (await import('./directory/index.ts')).openDirectory,
  mlflow: async () => (await import('./mlflow/index.ts')).openMlflow,
}

/** Opens the tracker that the configuration names. @throws InputError where it cannot be */
export async function openTracker(config: TrackConfig, place: TrackPlace, services: TrackServices): Promise<Tracker> {
  const open = await trackers[config.to]?.()
  if (open === undefined)
    throw new InputError(`no tracker '${config.to}'`, {
      at: { file: 'trainyard.yml', key: 'track.to' },
      remedy: `There are: ${Object.keys(trackers).join(', ')}.`,
    })
  return open(config, place, services)
}

/** Sends what waits because a tracking server was away. @throws HttpError where it still is */
export async function* syncTracker(
  config: TrackConfig,
  place: TrackPlace,
  services: TrackServices,
): AsyncGenerator<Synced> {
  const { syncMlflow } = await import('./mlflow/index.ts')
  yield* syncMlflow(config, place, services)
}
