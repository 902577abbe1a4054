import { realpathSync, type Stats, statSync } from 'node:fs'
import path from 'node:path'
import { InputError, isCode, type Problem } from '@trainyard/ports'
import { cachedFile, checkOut, type Fetching } from './objects/cache.ts'
import { otherDigest } from './objects/digest.ts'
import type { Repository } from './repository.ts'
import { shownPath } from './shown.ts'
import type { TrackedFile } from './types.ts'

/** A tracked file, and where its bytes lie on this machine: in the workspace or in the cache. */
export interface Located {
  readonly file: TrackedFile
  readonly absolute: string
}

/** Where a file lies, or why the one of the workspace is not the one that is tracked. */
export type Found = Located | { readonly problem: Problem }

/** Finds the bytes of a tracked file, and fetches them where they are not on this machine. */
export async function findFile(file: TrackedFile, checkout: boolean, fetching: Fetching): Promise<Found> {
  return (await inWorkspace(file, fetching.repository)) ?? (await inCache(file, checkout, fetching))
}

/** The file in the workspace, where it is there. */
async function inWorkspace(file: TrackedFile, repository: Repository): Promise<Found | undefined> {
  const { absolute, object, out } = file
  const entry = entryAt(absolute)
  if (!entry) return undefined
  const shown = shownPath(repository.base, absolute)
  if (!entry.isFile())
    return { problem: { message: `is a file in ${out.at.file}, and none here`, at: { file: shown } } }
  const other = await otherDigest(absolute, object)
  return other === undefined ? { file, absolute } : { problem: changed(file, shown, other, repository) }
}

function changed({ object, out }: TrackedFile, shown: string, other: string, { base }: Repository): Problem {
  const name = shownPath(base, out.absolute)
  return {
    message: `it is not what ${out.at.file} tracks: its md5 is ${other}, recorded is ${object.md5}`,
    at: { file: shown },
    remedy: `Keep the change by \`dvc commit ${name}\`, or undo it by \`dvc checkout --force ${name}\`.`,
  }
}

/** The file in the cache, or with checkout in the workspace, fetched where it is not there. */
export async function inCache(file: TrackedFile, checkout: boolean, fetching: Fetching): Promise<Located> {
  const shown = shownPath(fetching.repository.base, file.absolute)
  if (!checkout) return { file, absolute: (await cachedFile(file, shown, fetching)).cached }
  expectInside(file.absolute, fetching.repository, shown)
  await checkOut(file, shown, fetching)
  return { file, absolute: file.absolute }
}

/** A link in the workspace may lead anywhere. Each folder is looked at once. */
function expectInside(absolute: string, { root, inside }: Repository, shown: string): void {
  const parent = path.dirname(absolute)
  if (inside.has(parent)) return
  const real = realpathSync.native(root)
  for (let folder = parent; folder.length >= root.length; folder = path.dirname(folder)) {
    if (entryAt(folder) === undefined) continue
    const found = realpathSync.native(folder)
    if (found === real || found.startsWith(real + path.sep)) return void inside.add(parent)
    throw new InputError('a link leads out of the repository on the way to this file', {
      at: { file: shown },
      remedy: 'Put a folder in the place of the link.',
    })
  }
}

/** Nothing where there is none, or where a file stands in the place of a folder. */
function entryAt(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false })
  } catch (error) {
    if (isCode(error, 'ENOTDIR') || isCode(error, 'ELOOP') || isCode(error, 'EACCES')) return undefined
    throw error
  }
}
