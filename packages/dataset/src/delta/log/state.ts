import { decodedPath } from '../paths.ts'
import { broken, type TablePlace } from '../place.ts'
import { type Action, type AddedFile, type Metadata, type Protocol, vectorId } from './actions.ts'

/** What a table is at a version. */
export interface TableState {
  readonly protocol: Protocol
  readonly metadata: Metadata
  /** Files that hold rows, by decoded path. */
  readonly files: ReadonlyMap<string, AddedFile>
}

/** Follows a log from version to version. */
export interface Replay {
  /** The whole state, from a checkpoint. @throws {InputError} where it names a file twice */
  restore(actions: readonly Action[], place: TablePlace): void
  /**
   * What one commit changes. Its actions have no order among themselves, so removals come first.
   * @throws {InputError} where it contradicts itself or the state before it
   */
  apply(actions: readonly Action[], place: TablePlace): void
  /** @throws {InputError} where the log has named no protocol or no metadata yet */
  state(place: TablePlace): TableState
}

export function startReplay(): Replay {
  let heads: Heads = {}
  let files = new Map<string, AddedFile>()
  return {
    restore: (actions, place) => {
      heads = headsOf(actions, place)
      files = addedFiles(actions, place)
    },
    apply: (actions, place) => {
      const added = addedFiles(actions, place)
      for (const removal of removals(actions, place)) removeFile(files, added, removal, place)
      for (const [path, file] of added) addFile(files, path, file, place)
      heads = { ...heads, ...headsOf(actions, place) }
    },
    state: (place) => {
      const { protocol, metadata } = heads
      if (!protocol) throw broken(place, 'the log has no protocol')
      if (!metadata) throw broken(place, 'the log has no metaData')
      return { protocol, metadata, files }
    },
  }
}

interface Heads {
  readonly protocol?: Protocol
  readonly metadata?: Metadata
}

function headsOf(actions: readonly Action[], place: TablePlace): Heads {
  const protocols = actions.flatMap((action) => (action.kind === 'protocol' ? [action.protocol] : []))
  const metadatas = actions.flatMap((action) => (action.kind === 'metaData' ? [action.metadata] : []))
  if (protocols.length > 1) throw broken(place, 'it has two protocols')
  if (metadatas.length > 1) throw broken(place, 'it has two metaData')
  const [protocol] = protocols
  const [metadata] = metadatas
  return { ...(protocol && { protocol }), ...(metadata && { metadata }) }
}

function addedFiles(actions: readonly Action[], place: TablePlace): Map<string, AddedFile> {
  const added = new Map<string, AddedFile>()
  for (const action of actions) {
    if (action.kind !== 'add') continue
    const path = decodedPath(action.file.path, place)
    if (added.has(path)) throw broken(place, `${path} is added twice`)
    added.set(path, action.file)
  }
  return added
}

interface Removal {
  readonly path: string
  readonly vector: string
}

function removals(actions: readonly Action[], place: TablePlace): Removal[] {
  return actions.flatMap((action) =>
    action.kind === 'remove'
      ? [{ path: decodedPath(action.path, place), vector: vectorId(action.deletionVector) }]
      : [],
  )
}

type Files = Map<string, AddedFile>

/** Removing a file that is not there, or that had other deleted rows, leaves a tombstone and changes nothing. */
function removeFile(files: Files, added: Files, { path, vector }: Removal, place: TablePlace): void {
  const again = added.get(path)
  if (again && vectorId(again.deletionVector) === vector) throw broken(place, `${path} is both added and removed`)
  const before = files.get(path)
  if (before && vectorId(before.deletionVector) === vector) files.delete(path)
}

/** A file that is there already may be added again with the same deleted rows: only what is said of it changes. */
function addFile(files: Files, path: string, file: AddedFile, place: TablePlace): void {
  const before = files.get(path)
  if (before && vectorId(before.deletionVector) !== vectorId(file.deletionVector)) {
    throw broken(place, `${path} is added with other deleted rows, and was not removed`)
  }
  files.set(path, file)
}
