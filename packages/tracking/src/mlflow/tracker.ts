import type { NewRun, RunHandle, Tracker, TrackServices } from '../types.ts'
import { liveHandle, resumedHandle } from './handle.ts'
import { fetchRunFile, findRun, findRuns } from './reading.ts'
import type { Sender } from './replay/sending.ts'
import { isAway } from './rest/call.ts'
import { sourceTags } from './source.ts'
import type { Sent } from './spool/sent.ts'
import { findVersion, findVersions, moveAlias, register } from './versions.ts'
import { openWriter, type Writer } from './writer.ts'

/** Runs and models in an MLflow server. What is written is kept in a folder first, and waits there while the server is away. */
export function mlflowTracker(sender: Sender, services: Pick<TrackServices, 'env' | 'clock'>): Tracker {
  return {
    name: `MLflow ${sender.server.uri}, experiment ${sender.experiment}`,
    start: (run) => start(sender, run, services),
    resume: async (id) => resumedHandle(sender, id),
    runs: (filter = {}) => findRuns(sender, filter),
    run: (id) => findRun(sender, id),
    fetch: (id, file, into) => fetchRunFile(sender, id, file, into),
    register: (version) => register(sender, version),
    version: (model, name) => findVersion(sender, model, name),
    versions: (model) => findVersions(sender, model),
    alias: (move) => moveAlias(sender, move),
  }
}

async function start(
  sender: Sender,
  run: NewRun,
  { env, clock }: Pick<TrackServices, 'env' | 'clock'>,
): Promise<RunHandle> {
  const writer = await openWriter(sender)
  const source = sourceTags(run, env)
  await writer.keep([{ do: 'start', at: clock.now().getTime(), run, source }])
  return liveHandle(sender, writer, await begun(sender, writer))
}

/** @returns undefined where the server is away: the run is begun there later */
async function begun(sender: Sender, writer: Writer): Promise<Sent | undefined> {
  try {
    return await writer.flush()
  } catch (error) {
    if (isAway(error)) {
      sender.whenWaiting(error)
      return undefined
    }
    await writer.close('remove')
    throw error
  }
}
