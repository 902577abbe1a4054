import path from 'node:path'
import type { TrackConfig } from '@trainyard/config'
import { errorMessage, InputError } from '@trainyard/ports'
import type { TrackPlace, TrackServices } from '../types.ts'
import type { Sender } from './replay/sending.ts'
import { isAway } from './rest/call.ts'
import { type ServerInfo, serverInfo } from './rest/info.ts'
import { type MlflowServer, mlflowServer } from './rest/server.ts'

/** Further attempts while a training waits for them, and where sending is all that is done. */
export const patience = { training: 2, sync: 5 } as const

/**
 * The server that the configuration or the environment names, and what everything is sent to it with.
 * @throws InputError where neither names one
 */
export function openSender(config: TrackConfig, place: TrackPlace, services: TrackServices, retries: number): Sender {
  const { env } = services
  const uri = config.to === 'mlflow' ? (config.uri ?? env['MLFLOW_TRACKING_URI']) : env['MLFLOW_TRACKING_URI']
  if (!uri)
    throw new InputError('the address of the MLflow server is not known', {
      at: { file: 'trainyard.yml', key: 'track.uri' },
      remedy: 'Set track.uri, or the environment variable MLFLOW_TRACKING_URI.',
    })
  const server = mlflowServer({ uri, retries, timeoutMs: 30_000 }, services)
  const root = spoolRoot(place)
  return {
    server,
    project: place.project,
    experiment: config.experiment ?? (env['MLFLOW_EXPERIMENT_NAME'] || place.project),
    root,
    services,
    info: askedOnce(server),
    whenWaiting: toldOnce(server, path.relative(place.folder, root), services),
  }
}

/** Folder of everything that waits. */
export function spoolRoot({ state }: TrackPlace): string {
  return path.join(state, 'track', 'spool')
}

function askedOnce(server: MlflowServer): () => Promise<ServerInfo> {
  let known: ServerInfo | undefined
  return async () => {
    known ??= await serverInfo(server)
    return known
  }
}

/** Says once that the server is away; says each time what it refuses. */
function toldOnce({ uri }: MlflowServer, root: string, { log }: TrackServices): (error: unknown) => void {
  let told = false
  return (error) => {
    if (told && isAway(error)) return
    told = isAway(error)
    const what = told ? `MLflow at ${uri} cannot be reached` : 'MLflow does not take all of the run'
    log.warning(`${what}; nothing is lost: it is kept in ${root}, and trainyard sync sends it (${errorMessage(error)})`)
  }
}
