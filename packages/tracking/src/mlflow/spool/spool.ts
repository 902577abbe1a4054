import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { type Clock, isCode, writeFileAtomic } from '@trainyard/ports'
import { copyHashed } from '../../directory/handle.ts'
import { appendLines } from '../../directory/write.ts'
import type { NewFile } from '../../types.ts'
import type { Entry, SpooledFile } from './entries.ts'

/**
 * A folder that keeps what was done until the server has it: `journal.jsonl`, one entry a line, only appended to; `files/` with
 * the bytes of attached files, named by their digest; `sent.json`, how far it was sent; `lock`, while a process writes or sends.
 */
export interface Spool {
  /** `20260131-174502123-3f9a1c`: sorted by time. The run carries it as a tag. */
  readonly id: string
  readonly folder: string
  readonly journal: string
}

/** The tag that holds the id of the folder that a run was kept in first. */
export const markTag = 'trainyard.run'

export function spoolAt(folder: string): Spool {
  return { id: path.basename(folder), folder, journal: path.join(folder, 'journal.jsonl') }
}

/** A new folder below the root of all spools. */
export async function newSpool(root: string, clock: Pick<Clock, 'now'>): Promise<Spool> {
  const time = clock
    .now()
    .toISOString()
    .replaceAll(/[-:.Z]/g, '')
    .replace('T', '-')
  const spool = spoolAt(path.join(root, `${time}-${randomBytes(3).toString('hex')}`))
  await mkdir(spool.folder, { recursive: true })
  return spool
}

/** Whether a name is the id of a spool, and not one that a server gave. */
export function isSpoolId(id: string): boolean {
  return /^\d{8}-\d{9}-[0-9a-f]{6}$/.test(id)
}

/** Every spool below a root, the oldest first. */
export async function spoolsIn(root: string): Promise<readonly Spool[]> {
  const names = await readdir(root).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return []
    throw error
  })
  return names
    .filter(isSpoolId)
    .toSorted()
    .map((name) => spoolAt(path.join(root, name)))
}

/** Adds entries in one write. */
export function append(spool: Spool, entries: readonly Entry[]): Promise<void> {
  return appendLines(
    spool.journal,
    entries.map((entry) => JSON.stringify(entry)),
  )
}

/** Copies files into the spool: what a later step does to them changes nothing. */
export async function keepFiles(spool: Spool, files: readonly NewFile[]): Promise<readonly SpooledFile[]> {
  const kept: SpooledFile[] = []
  for (const { file, from } of files) {
    const arriving = path.join(spool.folder, 'files', `${kept.length}.arriving`)
    await mkdir(path.dirname(arriving), { recursive: true })
    const sha256 = await copyHashed(from, arriving)
    await rename(arriving, keptFile(spool, sha256))
    kept.push({ file, bytes: (await stat(keptFile(spool, sha256))).size, sha256 })
  }
  return kept
}

/** Keeps a text that we made ourselves, to be sent as a file. */
export function keepText(spool: Spool, sha256: string, text: string): Promise<void> {
  return writeFileAtomic(keptFile(spool, sha256), text)
}

/** Where the bytes of an attached file are. */
export function keptFile({ folder }: Spool, sha256: string): string {
  return path.join(folder, 'files', sha256)
}

/** Removes a spool of which everything was sent. */
export function removeSpool({ folder }: Spool): Promise<void> {
  return rm(folder, { recursive: true, force: true })
}
