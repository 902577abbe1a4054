export { grouped } from './count.ts'
export {
  errorMessage,
  FaultError,
  formatPosition,
  formatProblem,
  InputError,
  type Position,
  type Problem,
  remedyOf,
} from './errors.ts'
export { hashFile, isCode, isUrl, replaceAtomic, sha256, sha256File, sha256Folder, writeFileAtomic } from './files.ts'
export { type Random, seededRandom, shuffledIndices } from './random.ts'
export type {
  Artifacts,
  Attestable,
  Attestations,
  Attested,
  BaseBranch,
  Cache,
  CheckRun,
  Checks,
  ChosenFiles,
  Clock,
  Comments,
  Dispatch,
  Dispatched,
  Exec,
  ExecOptions,
  ExecResult,
  Log,
  NewestRun,
  Services,
  ToolCache,
  UploadedArtifact,
} from './services.ts'
export type { Batch, ColumnValues } from './table.ts'
