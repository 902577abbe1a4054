import { InputError } from '@trainyard/ports'
import { inParallel } from '../sources/parallel.ts'
import { progressOf } from '../sources/progress.ts'
import type { Located } from './find.ts'
import { atOnce } from './objects/list.ts'
import type { Repository } from './repository.ts'
import { withFinder } from './threads/finders.ts'
import type { TrackedFile } from './types.ts'

export interface LocateOptions {
  /** Name of the whole in the log. */
  readonly name: string
  /** Whether missing files are put into the workspace too. */
  readonly checkout: boolean
  /** The `dist/` folder, where threads have their program. */
  readonly dist: string
}

/**
 * Finds the bytes of tracked files, and fetches those that are not on this machine.
 * @throws {InputError} naming every file of the workspace that is not the one that is tracked
 */
export async function locate(
  files: readonly TrackedFile[],
  { name, checkout, dist }: LocateOptions,
  repository: Repository,
): Promise<readonly Located[]> {
  let done = 0
  const progress = progressOf(name, repository.services, () => `, ${done} of ${files.length} files`)
  const search = { files: files.length, checkout, dist, repository, progress }
  const found = await withFinder(search, (find) =>
    inParallel(files, atOnce, async (file) => {
      const each = await find(file)
      done += 1
      return each
    }),
  )
  const problems = found.flatMap((each) => ('problem' in each ? [each.problem] : []))
  if (problems.length > 0) throw new InputError(problems)
  return found.flatMap((each) => ('problem' in each ? [] : [each]))
}
