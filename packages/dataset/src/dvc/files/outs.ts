import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { InputError } from '@trainyard/ports'
import { dvcFolder } from '../root.ts'
import type { TrackedOut } from '../types.ts'
import { readDvcFile } from './dvc-file.ts'
import { readLock } from './lock.ts'
import type { Documents } from './read.ts'

/** All that a repository tracks, and what could not be read of it. */
export interface Tracked {
  readonly outs: readonly TrackedOut[]
  readonly faults: ReadonlyMap<string, InputError>
}

/**
 * Looks through a repository for `.dvc` and `dvc.lock` files. Hidden folders, `node_modules`, other repositories in it and
 * tracked folders are passed over.
 */
export async function findOuts(documents: Documents): Promise<Tracked> {
  const outs: TrackedOut[] = []
  const faults = new Map<string, InputError>()
  const folders = [documents.root]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const inside = folder
    const entries = await readdir(inside, { withFileTypes: true })
    for (const { name } of entries.filter(isOfDvc)) {
      const file = path.join(inside, name)
      const read = await readOuts(file, documents)
      if (read instanceof InputError) faults.set(file, read)
      else outs.push(...read)
    }
    const tracked = new Set(outs.map(({ absolute }) => absolute))
    const inner = entries.filter((entry) => entry.isDirectory() && !isPassedOver(entry.name))
    for (const { name } of inner) {
      const found = path.join(inside, name)
      if (!tracked.has(found) && !(await isRepository(found))) folders.push(found)
    }
  }
  return { outs, faults }
}

function isOfDvc(entry: { readonly name: string; isFile(): boolean }): boolean {
  return entry.isFile() && (isDvcFile(entry.name) || entry.name === 'dvc.lock')
}

/** Whether a name is that of a file which tracks data: `data.csv.dvc`, but not the folder `.dvc`. */
export function isDvcFile(name: string): boolean {
  return name.endsWith(dvcFolder) && path.basename(name) !== dvcFolder
}

function isPassedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules'
}

async function isRepository(folder: string): Promise<boolean> {
  const found = await stat(path.join(folder, dvcFolder)).catch(() => undefined)
  return found?.isDirectory() === true
}

async function readOuts(file: string, documents: Documents): Promise<readonly TrackedOut[] | InputError> {
  try {
    return await (isDvcFile(file) ? readDvcFile(file, documents) : readLock(file, documents))
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
}
