import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { isCode } from '@trainyard/ports'
import { inParallel } from '../../sources/parallel.ts'
import type { Repository } from '../repository.ts'
import { shownPath } from '../shown.ts'
import type { TrackedFile, TrackedOut } from '../types.ts'
import { cachedFile } from './cache.ts'
import { md5File, otherDigest, unixDigest } from './digest.ts'
import { isFolder, objectKey } from './name.ts'
import { parseTree, type TreeEntry, treeOid } from './tree.ts'

/** Files that are hashed or fetched at a time. */
export const atOnce = 16

/** The files of an output: itself, or those of the folder. @throws {InputError} where its list cannot be had */
export async function filesOf(out: TrackedOut, repository: Repository): Promise<readonly TrackedFile[]> {
  if (!isFolder(out)) return [{ absolute: out.absolute, object: out, out }]
  const entries = await listOf(out, repository)
  return entries.map(({ md5, relpath }) => ({
    absolute: path.join(out.absolute, relpath),
    object: { md5, hash: out.hash },
    out,
  }))
}

/** From the cache; else from the folder itself where it is what was tracked; else from the remote. */
async function listOf(out: TrackedOut, repository: Repository): Promise<readonly TreeEntry[]> {
  const shown = shownPath(repository.base, out.absolute)
  const { cache } = await repository.settings()
  const cached = path.join(cache, objectKey(out))
  if (!(await isThere(cached, out))) {
    const here = await workspaceEntries(out)
    if (treeOid(here) === out.md5) return here
  }
  const file = { absolute: out.absolute, object: out, out }
  const list = await cachedFile(file, shown, { repository, progress: () => undefined })
  return parseTree(await readFile(list.cached), shown)
}

async function isThere(cached: string, out: TrackedOut): Promise<boolean> {
  const found = await stat(cached).catch(() => undefined)
  return found?.isFile() === true && (await otherDigest(cached, out)) === undefined
}

async function workspaceEntries({ absolute, hash }: TrackedOut): Promise<readonly TreeEntry[]> {
  const digest = (file: string) => (hash === 'md5' ? md5File(file) : unixDigest(file))
  return inParallel(await workspaceFiles(absolute), atOnce, async (relpath) => ({
    md5: await digest(path.join(absolute, relpath)),
    relpath,
  }))
}

/** Files below a folder of the workspace, with forward slashes; none where it is not there. */
export async function workspaceFiles(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => !entry.isDirectory())
    return files.map((entry) => shownPath(folder, path.join(entry.parentPath, entry.name)))
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return []
    throw error
  }
}
