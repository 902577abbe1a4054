import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { FaultError, sha256 } from '@trainyard/ports'
import type { Part } from './parts.ts'

/** What npm is given: both files as they are shipped. */
export interface Manifest {
  readonly package: string
  readonly lock: string
  /** sha256 over the lockfile: another lock is another install. */
  readonly digest: string
}

/** The shipped manifest of a part, in `dist/native/`. */
export async function manifestOf(part: Part, dist: string): Promise<Manifest> {
  const folder = path.join(dist, 'native', part.manifest)
  try {
    const [manifest, lock] = await Promise.all(
      ['package.json', 'package-lock.json'].map((name) => readFile(path.join(folder, name), 'utf8')),
    )
    if (manifest === undefined || lock === undefined) throw new FaultError('the manifest is empty')
    return { package: manifest, lock, digest: sha256(lock) }
  } catch (cause) {
    throw new FaultError(`no manifest for ${part.name} in ${folder}`, { cause, remedy: 'Build first: npm run build.' })
  }
}
