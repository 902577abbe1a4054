import { lstat, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { InputError, sha256File } from '@trainyard/ports'
import type { FileEntry } from './entry.ts'

/** An entry for a file of the machine; a symlink is followed. Its own mode does not count. */
export async function fileEntry(file: string, as: string, mode = 0o644): Promise<FileEntry> {
  const { size } = await stat(file)
  return { type: 'file', path: as, mode, content: { file, size, sha256: await sha256File(file) } }
}

/** Entries for all files below a folder, under the path `as`, with mode 0644. `keep` sees paths relative to the folder. */
export async function folderEntries(
  folder: string,
  as: string,
  keep: (path: string) => boolean = () => true,
): Promise<FileEntry[]> {
  const names = await readdir(folder, { recursive: true })
  const relative = names.map((name) => name.split(path.sep).join('/')).filter(keep)
  const entries = await Promise.all(relative.map((name) => memberEntry(path.join(folder, name), `${as}/${name}`)))
  return entries.filter((entry) => entry !== undefined)
}

async function memberEntry(file: string, as: string): Promise<FileEntry | undefined> {
  const found = await lstat(file)
  if (found.isDirectory()) return undefined
  if (!found.isFile()) throw new InputError(`${file} is not a plain file`)
  return fileEntry(file, as)
}
