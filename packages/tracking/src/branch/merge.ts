import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isCode, writeFileAtomic } from '@trainyard/ports'
import type { Branch, BranchFile } from './git.ts'

/** Files that are only appended to: of two, the longer one holds the other. */
const appended = new Set(['metrics.jsonl', 'tags.jsonl', 'files.sha256'])

/** Brings what a commit has into a folder: file by file, each whole. What the folder alone has stays. */
export async function bring(branch: Branch, commit: string, root: string): Promise<void> {
  const wanted: BranchFile[] = []
  for (const file of await branch.files(commit)) if (!(await isHere(file, root))) wanted.push(file)
  if (wanted.length === 0) return
  await inTemporary(async (folder) => {
    const from = path.join(folder, 'files')
    await branch.extract(commit, wanted, from, path.join(folder, 'index'))
    for (const file of await filesUnder(from)) await take(path.join(from, file), path.join(root, file))
  })
}

/** Models are large, and hashed when they are fetched: one of the same size is not brought again. Records are small. */
async function isHere({ file, bytes }: BranchFile, root: string): Promise<boolean> {
  if (!/^runs\/[^/]+\/files\/model\//.test(file)) return false
  try {
    return (await stat(path.join(root, file))).size === bytes
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}

/** Lets `work` use a folder that is removed afterwards. */
export async function inTemporary<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'trainyard-branch-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Files of a folder that are finished, relative to it; none where it is not there. */
export async function filesUnder(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const whole = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'))
    const files = whole.map((entry) => path.join(entry.parentPath, entry.name))
    return files.map((file) => path.relative(folder, file)).sort()
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []
    throw error
  }
}

async function take(from: string, to: string): Promise<void> {
  const [theirs, ours] = await Promise.all([readFile(from), ownBytes(to)])
  if (ours?.equals(theirs) || (ours && appended.has(path.basename(to)) && ours.length > theirs.length)) return
  await writeFileAtomic(to, theirs)
}

async function ownBytes(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}
