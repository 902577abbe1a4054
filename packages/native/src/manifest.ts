import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { FaultError, isCode, sha256 } from '@trainyard/ports'
import type { Part } from './parts.ts'

/** What npm is given: both files as they are shipped. */
export interface Manifest {
  readonly package: string
  readonly lock: string
  /** sha256 over the lockfile: another lock is another install. */
  readonly digest: string
}

/** The shipped manifest of a part: in `dist/native/`, or in this room where nothing is built yet. */
export async function manifestOf(part: Part, dist: string): Promise<Manifest> {
  const folders = [path.join(dist, 'native'), path.join(dist, '../packages/native/manifests')]
  for (const folder of folders) {
    const manifest = await readManifest(path.join(folder, part.manifest))
    if (manifest) return manifest
  }
  throw new FaultError(`no manifest for ${part.name} in ${folders.join(' or ')}`, { remedy: 'Build: npm run build.' })
}

async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    const manifest = await readFile(path.join(folder, 'package.json'), 'utf8')
    const lock = await readFile(path.join(folder, 'package-lock.json'), 'utf8')
    return { package: manifest, lock, digest: sha256(lock) }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}
