import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Part } from './parts.ts'

/** A part that is ready to be used. */
export interface Installed {
  /** Folder that holds `node_modules`. */
  readonly folder: string
  /** Absolute path of the file to load or to pack. */
  readonly entry: string
  /** Absolute path of the binary itself. */
  readonly binary: string
}

/**
 * Looks for a part in the `node_modules` of some folders and of the folders above them, as Node does. Only the exact
 * version counts, and only with this platform's binary.
 */
export async function findInstalled(part: Part, starts: readonly string[]): Promise<Installed | undefined> {
  for (const folder of new Set(starts.flatMap(ancestors))) {
    const installed = await installedIn(folder, part)
    if (installed) return installed
  }
  return undefined
}

/** The part in exactly this folder's `node_modules`, when it is whole. */
export async function installedIn(folder: string, part: Part): Promise<Installed | undefined> {
  const modules = path.join(folder, 'node_modules')
  const entry = path.join(modules, part.package, part.entry)
  const binary = path.join(modules, part.binary.package, part.binary.file)
  const version = await packageVersion(path.join(modules, part.package))
  if (version !== part.version || !(await isFile(entry)) || !(await isFile(binary))) return undefined
  return { folder, entry, binary }
}

function ancestors(start: string): string[] {
  const folder = path.resolve(start)
  const parent = path.dirname(folder)
  return parent === folder ? [folder] : [folder, ...ancestors(parent)]
}

/** A package whose manifest is missing or broken is not installed. */
async function packageVersion(folder: string): Promise<string | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'))
    if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return undefined
    return String(manifest.version)
  } catch {
    return undefined
  }
}

async function isFile(file: string): Promise<boolean> {
  const entry = await stat(file).catch(() => undefined)
  return entry?.isFile() ?? false
}
