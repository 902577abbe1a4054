import { InputError } from '@trainyard/ports'

/** A file of the machine that goes into an archive. Its bytes are checked against `sha256` while they are read. */
export interface FileSource {
  readonly file: string
  readonly size: number
  readonly sha256: string
}

export interface FileEntry<Content = FileSource> {
  readonly type: 'file'
  readonly path: string
  readonly mode: number
  readonly content: Content
}

/** One member of an archive. `path` is relative, with forward slashes. Owner and times are the writer's. */
export type TarEntry =
  | FileEntry<Uint8Array | FileSource>
  | { readonly type: 'folder'; readonly path: string; readonly mode: number }
  | { readonly type: 'symlink'; readonly path: string; readonly target: string }

/**
 * The order in which entries are written: sorted by path, each folder once and before what it holds, missing parents
 * added with mode 0755. @throws InputError where a path is not relative and plain, or is there twice
 */
export function orderEntries(entries: readonly TarEntry[]): TarEntry[] {
  const byPath = new Map<string, TarEntry>()
  for (const entry of entries) {
    if (!isPlainPath(entry.path)) throw new InputError(`cannot archive the path '${entry.path}'`)
    if (byPath.has(entry.path)) throw new InputError(`'${entry.path}' would be in the archive twice`)
    byPath.set(entry.path, entry)
  }
  for (const { path } of entries) addParents(byPath, path)
  return [...byPath.values()].sort((a, b) => compare(sortKey(a), sortKey(b)))
}

function addParents(byPath: Map<string, TarEntry>, path: string): void {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const parent = path.slice(0, slash)
    const there = byPath.get(parent)
    if (there && there.type !== 'folder')
      throw new InputError(`'${parent}' is a ${there.type}, and '${path}' lies in it`)
    if (!there) byPath.set(parent, { type: 'folder', path: parent, mode: 0o755 })
  }
}

function isPlainPath(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !path.includes('\0')
}

/** What lies in a folder follows it at once: tar restores a folder's time when it leaves it. */
function sortKey({ path }: TarEntry): string {
  return path.replaceAll('/', '\0')
}

/** By UTF-16 code units: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
