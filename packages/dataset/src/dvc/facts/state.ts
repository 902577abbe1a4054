import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseYaml } from '@trainyard/config'
import { InputError, isCode, type Services } from '@trainyard/ports'
import { glob } from 'tinyglobby'
import type { Node } from '../files/node.ts'

/** A state of a repository: the workspace, or a revision of Git. */
export interface State {
  /** Its `dvc.yaml` files, relative to the repository, with forward slashes. */
  readonly pipelines: readonly string[]
  /** The text of a file; undefined where it is not there. */
  read(file: string): Promise<string | undefined>
}

/** The content of a YAML file in a state; undefined where it is not there. */
export async function nodeIn(state: State, file: string): Promise<Node | undefined> {
  const text = await state.read(file)
  if (text === undefined) return undefined
  const source = await parseYaml(text, file)
  return { value: source.value, path: [], source }
}

/** The files as they are now. */
export async function workspaceState(root: string): Promise<State> {
  const found = await glob('**/dvc.yaml', { cwd: root, ignore: ['**/node_modules/**'] })
  return {
    pipelines: found.sort(),
    read: async (file) => {
      try {
        return await readFile(path.join(root, file), 'utf8')
      } catch (error) {
        if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined
        throw error
      }
    },
  }
}

/**
 * The files as they were committed.
 * @param revision branch, tag or commit
 * @throws {InputError} where Git does not know it
 */
export async function revisionState(root: string, revision: string, { exec }: Pick<Services, 'exec'>): Promise<State> {
  const git = (...args: string[]) => exec.run('git', args, { cwd: root })
  const asked = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`)
  const commit = asked.stdout.trim()
  if (asked.code !== 0)
    throw new InputError(`no such revision: ${revision}`, { remedy: 'Fetch it first: a checkout may be shallow.' })
  const listed = await git('ls-tree', '-r', '-z', '--name-only', commit, '.')
  const names = new Set(listed.stdout.split('\0'))
  return {
    pipelines: [...names].filter((name) => path.posix.basename(name) === 'dvc.yaml').sort(),
    read: async (file) => (names.has(file) ? (await git('show', `${commit}:./${file}`)).stdout : undefined),
  }
}
