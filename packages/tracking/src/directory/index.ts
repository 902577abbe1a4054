import path from 'node:path'
import type { TrackConfig } from '@trainyard/config'
import type { Tracker, TrackPlace, TrackServices } from '../types.ts'
import { directoryTracker } from './tracker.ts'

/** Opens the directory that `track.uri` names, or `.trainyard/track`. It is made when something is written. */
export async function openDirectory(
  { uri, branch }: TrackConfig,
  { folder, state }: TrackPlace,
  services: TrackServices,
): Promise<Tracker> {
  const root = uri === undefined ? path.join(state, 'track') : path.resolve(folder, uri)
  const local = directoryTracker(root, path.relative(folder, root) || '.', services)
  if (branch === undefined) return local
  const { branchTracker, gitBranch } = await import('../branch/index.ts')
  return branchTracker({ branch: gitBranch(branch, folder, services), local, root }, services)
}
