export type { Synced } from './mlflow/index.ts'
export { openTracker, syncTracker } from './trackers.ts'
export {
  type AliasMove,
  type ModelVersion,
  type NewFile,
  type NewRun,
  type NewVersion,
  type RunDetails,
  type RunEnd,
  type RunFacts,
  type RunFilter,
  type RunHandle,
  type RunStatus,
  runStatuses,
  type Scalar,
  type TrackedFile,
  type TrackedRun,
  type Tracker,
  type TrackPlace,
  type TrackServices,
} from './types.ts'
