import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { FaultError, InputError, isCode } from '@trainyard/ports'
import type { Context } from '../../core/context.ts'

type Place = Pick<Context, 'services' | 'config'>

/** The commit that a branch, tag or digest names; undefined where it names none here. */
export async function commitOf(ref: string, place: Place): Promise<string | undefined> {
  if (ref.startsWith('-')) return undefined
  return answer(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], place)
}

/** The last commit that the checked-out one shares with a branch of the remote; undefined where the history is not there. */
export async function mergeBase(branch: string, place: Place): Promise<string | undefined> {
  return answer(['merge-base', `refs/remotes/origin/${branch}`, 'HEAD'], place)
}

/**
 * Gives work the files of a commit, in a folder of their own, and where the configuration's folder is among them. The
 * repository, its index included, stays as it is.
 */
export async function withCommit<T>(
  commit: string,
  place: Place,
  work: (tree: { readonly top: string; readonly from: string }) => Promise<T>,
): Promise<T> {
  const top = await needed(['rev-parse', '--show-toplevel'], place)
  const temporary = await mkdtemp(path.join(tmpdir(), 'trainyard-base-'))
  const index = { GIT_INDEX_FILE: path.join(temporary, 'index') }
  const tree = path.join(temporary, 'tree')
  try {
    await needed(['read-tree', commit], place, index)
    await needed(['-C', top, 'checkout-index', '--all', '--quiet', `--prefix=${tree}${path.sep}`], place, index)
    return await work({ top: tree, from: top })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function answer(args: readonly string[], place: Place, env = {}): Promise<string | undefined> {
  const { code, stdout } = await git(args, place, env)
  return code === 0 ? stdout.trim() : undefined
}

async function needed(args: readonly string[], place: Place, env = {}): Promise<string> {
  const { code, stdout, stderr } = await git(args, place, env)
  if (code === 0) return stdout.trim()
  throw new FaultError(`git ${args[0]} ended with ${code}: ${stderr.trim().slice(0, 500)}`)
}

async function git(args: readonly string[], { services, config }: Place, env: Readonly<Record<string, string>>) {
  try {
    return await services.exec.run('git', args, { cwd: config.folder, env })
  } catch (error) {
    if (error instanceof InputError || isCode(error, 'ENOENT')) return { code: 127, stdout: '', stderr: 'no git' }
    throw error
  }
}
