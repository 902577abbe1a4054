import { copyFile, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { type RunDocument, readDocument } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { Context } from '../../core/context.ts'

/**
 * The last `run.json` of a branch, in GitHub's cache. It is small, and found by the beginning of its key, so that a run on a
 * new machine can say what has changed since, and a pull request can be compared with its base.
 */
export async function restoreLatest(branch: string, context: Context): Promise<RunDocument | undefined> {
  const { folder, file, relative } = shelf(context)
  const prefix = prefixOf(branch, context)
  try {
    if (!(await context.services.cache.restore([relative], `${prefix}newest`, [prefix]))) return undefined
    return (await readDocument('run', file)).document
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    context.services.log.warning(`the last run of ${branch} in the ${context.services.cache.name} is broken`)
    return undefined
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export async function saveLatest(branch: string, run: string, context: Context): Promise<void> {
  const { folder, file, relative } = shelf(context)
  const time = context.services.clock.now().toISOString().replaceAll(/\D/g, '')
  try {
    await mkdir(folder, { recursive: true })
    await copyFile(run, file)
    await context.services.cache.save([relative], `${prefixOf(branch, context)}${time}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A key may have no comma, and no more than 512 characters. */
function prefixOf(branch: string, { config }: Context): string {
  const word = (text: string) => encodeURIComponent(text).slice(0, 150)
  return `trainyard-run-${word(config.name)}-${word(branch)}-`
}

function shelf({ state, services }: Context) {
  const folder = path.join(state, 'cache', 'latest')
  return { folder, file: path.join(folder, 'run.json'), relative: path.relative(services.cwd, folder) }
}
