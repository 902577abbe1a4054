import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { isCode, writeFileAtomic } from '@trainyard/ports'
import { type EarlierRun, earlierRun, formatRuns, parseRuns, type Suite, type Validation } from '@trainyard/validation'
import type { Context } from '../core/context.ts'

/** Runs that the history keeps, the latest last; none where there is no such file yet. */
export async function readRuns(file: string | undefined, { folder }: Context): Promise<readonly EarlierRun[]> {
  if (file === undefined) return []
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (isCode(cause, 'ENOENT')) return ''
    throw cause
  })
  return parseRuns(text, path.relative(folder, file))
}

/** Adds a run that passed: what failed is nothing to judge later runs by. */
export async function keepRun(
  file: string | undefined,
  { suite, validation }: { readonly suite: Suite; readonly validation: Validation },
  context: Context,
): Promise<void> {
  if (file === undefined || validation.verdict !== 'pass') return
  const runs = await readRuns(file, context)
  await writeFileAtomic(file, formatRuns([...runs, earlierRun(suite, validation, context.services.clock.now())]))
}
