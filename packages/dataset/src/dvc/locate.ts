import { constants } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { InputError, type Problem } from '@trainyard/ports'
import { inParallel } from '../sources/parallel.ts'
import { progressOf } from '../sources/progress.ts'
import { shownPath } from './files/read.ts'
import { cachedFile, checkOut, type Fetching } from './objects/cache.ts'
import { otherDigest } from './objects/digest.ts'
import { atOnce } from './objects/list.ts'
import type { Repository } from './repository.ts'
import type { TrackedFile } from './types.ts'

/** A tracked file, and where its bytes lie on this machine: in the workspace or in the cache. */
export interface Located {
  readonly file: TrackedFile
  readonly absolute: string
}

export interface LocateOptions {
  /** Name of the whole in the log. */
  readonly name: string
  /** Whether missing files are put into the workspace too. */
  readonly checkout: boolean
}

/**
 * Finds the bytes of tracked files, and fetches those that are not on this machine.
 * @throws {InputError} naming every file of the workspace that is not the one that is tracked
 */
export async function locate(
  files: readonly TrackedFile[],
  { name, checkout }: LocateOptions,
  repository: Repository,
): Promise<readonly Located[]> {
  let done = 0
  const progress = progressOf(name, repository.services, () => `, ${done} of ${files.length} files`)
  const fetching = { repository, progress }
  const found = await inParallel(files, atOnce, async (file) => {
    const located = (await inWorkspace(file, repository)) ?? (await inCache(file, checkout, fetching))
    done += 1
    return located
  })
  const problems = found.flatMap((each) => ('problem' in each ? [each.problem] : []))
  if (problems.length > 0) throw new InputError(problems)
  return found.flatMap((each) => ('problem' in each ? [] : [each]))
}

/** The file in the workspace, where it is there. */
async function inWorkspace(
  file: TrackedFile,
  repository: Repository,
): Promise<Located | { readonly problem: Problem } | undefined> {
  const { absolute, object, out } = file
  const entry = await stat(absolute).catch(() => undefined)
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

/** The file in the cache, fetched where it is not there. */
export async function inCache(file: TrackedFile, checkout: boolean, fetching: Fetching): Promise<Located> {
  const { root, base } = fetching.repository
  const shown = shownPath(base, file.absolute)
  const cached = await cachedFile(file, shown, fetching)
  if (!checkout) return { file, absolute: cached }
  await expectInside(file.absolute, root, shown)
  await checkOut(cached, file.absolute, constants.COPYFILE_FICLONE)
  return { file, absolute: file.absolute }
}

/** A link in the workspace may lead anywhere. */
async function expectInside(absolute: string, root: string, shown: string): Promise<void> {
  const real = await realpath(root)
  for (let folder = path.dirname(absolute); folder.length >= root.length; folder = path.dirname(folder)) {
    const found = await realpath(folder).catch(() => undefined)
    if (found === undefined) continue
    if (found === real || found.startsWith(real + path.sep)) return
    throw new InputError('a link leads out of the repository on the way to this file', {
      at: { file: shown },
      remedy: 'Put a folder in the place of the link.',
    })
  }
}
