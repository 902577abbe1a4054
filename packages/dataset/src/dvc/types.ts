import type { Position } from '@trainyard/ports'

/** `md5` is of the raw bytes; `md5-dos2unix`, of DVC before 3.0, of text with its line ends made those of Unix. */
export type HashName = 'md5' | 'md5-dos2unix'

/** An object of DVC's storage: the bytes of a file, or with `.dir` behind its digest the list of a folder's files. */
export interface ObjectId {
  readonly md5: string
  readonly hash: HashName
}

/** A file or folder that a `.dvc` file or a `dvc.lock` tracks. */
export interface TrackedOut extends ObjectId {
  readonly absolute: string
  /** Name of the remote that holds it; by default that of the repository. */
  readonly remote?: string
  /** Where it says so. */
  readonly at: Position
  /** Why its bytes cannot be fetched from a remote by digest. */
  readonly unreachable?: string
}

/** A file that DVC tracks, alone or in a folder. */
export interface TrackedFile {
  readonly absolute: string
  readonly object: ObjectId
  readonly out: TrackedOut
}
