import type { Services } from '@trainyard/ports'
import { type Synced, syncTracker } from '@trainyard/tracking'
import { openContext, type Place } from '../core/context.ts'

export interface SyncResult {
  /** What became of each folder that waited, the oldest first. */
  readonly synced: readonly Synced[]
  /** 0 where nothing waits any more. */
  readonly exitCode: 0 | 1
}

/**
 * Sends the runs that were kept because the tracking server was away.
 * @throws FaultError where it still is
 */
export async function syncRuns(place: Place, services: Services, told: (synced: Synced) => void): Promise<SyncResult> {
  const { config, state } = await openContext(place, services)
  const synced: Synced[] = []
  for await (const one of syncTracker(config.track, { folder: config.folder, state, project: config.name }, services)) {
    told(one)
    synced.push(one)
  }
  return { synced, exitCode: synced.every(({ outcome }) => outcome === 'sent') ? 0 : 1 }
}
