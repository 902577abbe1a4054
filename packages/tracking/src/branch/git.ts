import { FaultError, InputError } from '@trainyard/ports'
import type { TrackServices } from '../types.ts'

/** A branch of the repository's `origin`, read and written without a checkout: the user's files and index are not touched. */
export interface Branch {
  readonly name: string
  /** Its newest commit, fetched; undefined where there is no such branch yet. */
  tip(): Promise<string | undefined>
  files(commit: string): Promise<readonly BranchFile[]>
  /** Writes these files of a commit under a folder. */
  extract(commit: string, files: readonly BranchFile[], into: string, index: string): Promise<void>
  /**
   * A commit on top of another, with files added or put in the place of others, and pushes it.
   * @returns false where somebody else was first: the branch has moved on
   */
  push(parent: string | undefined, change: Change): Promise<boolean>
}

export interface BranchFile {
  /** With forward slashes. */
  readonly file: string
  readonly bytes: number
}

export interface Change {
  /** Folder that the paths are relative to. */
  readonly root: string
  readonly paths: readonly string[]
  readonly message: string
  /** A file name for git's index; removed by the caller. */
  readonly index: string
}

/** @param folder any folder of the repository */
export function gitBranch(name: string, folder: string, { exec }: Pick<TrackServices, 'exec'>): Branch {
  const ref = `refs/trainyard/${name}`
  const git = gitIn(folder, exec)
  return {
    name,
    tip: async () => {
      const { code, stderr } = await git.attempt([
        'fetch',
        '--quiet',
        '--no-tags',
        'origin',
        `+refs/heads/${name}:${ref}`,
      ])
      if (code === 0) return (await git.answer(['rev-parse', ref])).trim()
      if (/couldn't find remote ref/.test(stderr)) return undefined
      throw unreachable(name, stderr)
    },
    files: async (commit) => listed(await git.answer(['ls-tree', '-r', '-l', '-z', commit])),
    extract: async (commit, files, into, index) => {
      await git.answer(['read-tree', commit], { index })
      const input = files.map(({ file }) => `${file}\0`).join('')
      await git.answer(['checkout-index', '--force', `--prefix=${into}/`, '-z', '--stdin'], { index, input })
    },
    push: async (parent, change) => {
      const commit = await commitOf(git, parent, change)
      const { code, stderr } = await git.attempt(['push', '--quiet', 'origin', `${commit}:refs/heads/${name}`])
      if (code === 0) return true
      if (/rejected|cannot lock ref|failed to update ref|fetch first|non-fast-forward/.test(stderr)) return false
      throw unreachable(name, stderr)
    },
  }
}

/** `<mode> blob <id> <bytes>\t<file>`, each ended by a zero. */
function listed(text: string): readonly BranchFile[] {
  return text.split('\0').flatMap((line) => {
    const [, bytes, file] = /^\d+ blob \w+ +(\d+)\t(.+)$/s.exec(line) ?? []
    return bytes === undefined || file === undefined ? [] : [{ file, bytes: Number(bytes) }]
  })
}

interface GitOptions {
  readonly input?: string
  readonly index?: string
}

interface Git {
  attempt(
    args: readonly string[],
    options?: GitOptions,
  ): Promise<{ code: number | null; stdout: string; stderr: string }>
  /** What git prints. @throws FaultError where it fails */
  answer(args: readonly string[], options?: GitOptions): Promise<string>
}

function gitIn(cwd: string, exec: TrackServices['exec']): Git {
  const attempt: Git['attempt'] = (args, { input, index } = {}) =>
    exec.run('git', args, {
      cwd,
      env: {
        ...identity,
        GIT_TERMINAL_PROMPT: '0',
        LC_ALL: 'C',
        ...(index !== undefined && { GIT_INDEX_FILE: index }),
      },
      ...(input !== undefined && { input }),
    })
  return {
    attempt,
    answer: async (args, options) => {
      const { code, stdout, stderr } = await attempt(args, options)
      if (code === 0) return stdout
      throw new FaultError(`git ${args[0]} ended with exit code ${code}: ${stderr.trim()}`)
    },
  }
}

/** Who commits; who trained or promoted is in the records. */
const identity = {
  GIT_AUTHOR_NAME: 'trainyard',
  GIT_AUTHOR_EMAIL: 'trainyard@users.noreply.github.com',
  GIT_COMMITTER_NAME: 'trainyard',
  GIT_COMMITTER_EMAIL: 'trainyard@users.noreply.github.com',
} as const

async function commitOf(git: Git, parent: string | undefined, change: Change): Promise<string> {
  const { root, paths, message, index } = change
  const files = paths.map((file) => `${root}/${file}\n`).join('')
  const objects = await git.answer(['hash-object', '-w', '--no-filters', '--stdin-paths'], { input: files })
  const ids = objects.trim().split('\n')
  await git.answer(['read-tree', ...(parent === undefined ? ['--empty'] : [parent])], { index })
  const entries = paths.map((file, at) => `100644 ${ids[at]}\t${file}\n`).join('')
  await git.answer(['update-index', '--add', '--index-info'], { input: entries, index })
  const tree = (await git.answer(['write-tree'], { index })).trim()
  const parents = parent === undefined ? [] : ['-p', parent]
  return (await git.answer(['commit-tree', tree, ...parents, '-m', message])).trim()
}

function unreachable(name: string, stderr: string): InputError {
  const last = stderr.trim().split('\n').slice(-3).join('\n')
  return new InputError(`the branch ${name} of origin cannot be reached:\n${last}`, {
    at: { file: 'trainyard.yml', key: 'track.branch' },
    remedy:
      'It needs a repository with a remote origin that may be written: in a workflow, permissions: contents: write.',
  })
}
