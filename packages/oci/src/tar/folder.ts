import { lstat, readdir, readlink, stat } from 'node:fs/promises'
import path from 'node:path'
import { InputError, sha256File } from '@trainyard/ports'
import type { TarEntry } from './entry.ts'

/** An entry for a file of the machine (a symlink is followed): executable ones get mode 0755, others 0644. */
export async function fileEntry(file: string, as: string): Promise<TarEntry> {
  const { mode, size } = await stat(file)
  const sha256 = await sha256File(file)
  return { type: 'file', path: as, mode: mode & 0o100 ? 0o755 : 0o644, content: { file, size, sha256 } }
}

/** Entries for all files below a folder, under the path `as`. `keep` sees paths relative to the folder. */
export async function folderEntries(
  folder: string,
  as: string,
  keep: (path: string) => boolean = () => true,
): Promise<TarEntry[]> {
  const names = await readdir(folder, { recursive: true })
  const relative = names.map((name) => name.split(path.sep).join('/')).filter(keep)
  const entries = await Promise.all(relative.map((name) => memberEntry(path.join(folder, name), `${as}/${name}`)))
  return entries.filter((entry) => entry !== undefined)
}

async function memberEntry(file: string, as: string): Promise<TarEntry | undefined> {
  const found = await lstat(file)
  if (found.isDirectory()) return undefined
  if (found.isSymbolicLink()) return { type: 'symlink', path: as, target: await readlink(file) }
  if (!found.isFile()) throw new InputError(`${file} is neither a file, a folder nor a link`)
  return fileEntry(file, as)
}
