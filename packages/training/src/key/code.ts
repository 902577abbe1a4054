import path from 'node:path'
import { InputError, isCode, type Services, sha256File } from '@trainyard/ports'
import { glob } from 'tinyglobby'

export interface CodeRequest {
  /** Folder of the configuration; the code's files lie below it. */
  readonly folder: string
  /** Globs of the files that the code consists of; empty: the project's files. */
  readonly code: readonly string[]
}

/** `code.<file>` and its digest, for every file that the command may read. */
export async function codeEntries({ folder, code }: CodeRequest, exec: Services['exec']): Promise<[string, string][]> {
  const files = code.length > 0 ? await glob([...code], { cwd: folder, dot: true }) : await filesOfProject(folder, exec)
  return digests('code', folder, files)
}

/** Files that pin the packages of an environment, by the tool that writes them. */
const lockFiles = [
  'requirements*.txt',
  'constraints*.txt',
  'uv.lock',
  'poetry.lock',
  'pdm.lock',
  'pylock*.toml',
  'Pipfile.lock',
  'conda-lock.yml',
  'environment.{yml,yaml}',
  'pixi.lock',
  'renv.lock',
  'package-lock.json',
]

/** `lock.<file>` and its digest, for every file beside the configuration that pins packages. */
export async function lockEntries(folder: string): Promise<[string, string][]> {
  return digests('lock', folder, await glob(lockFiles, { cwd: folder }))
}

function digests(kind: string, folder: string, files: readonly string[]): Promise<[string, string][]> {
  const entries = files
    .toSorted()
    .map(async (file): Promise<[string, string]> => [`${kind}.${file}`, await digestOf(path.join(folder, file))])
  return Promise.all(entries)
}

const notCode = ['node_modules', '.git', '.trainyard', '__pycache__', '.venv']

/** What git tracks or would track: a script that is not yet added counts too. Without git, every file. */
async function filesOfProject(folder: string, exec: Services['exec']): Promise<string[]> {
  const listed = await gitFiles(folder, exec)
  if (listed === undefined)
    return glob('**/*', { cwd: folder, ignore: notCode.map((name) => `**/${name}/**`), dot: true })
  return listed.filter((file) => !file.split('/').some((part) => notCode.includes(part)))
}

async function gitFiles(folder: string, exec: Services['exec']): Promise<string[] | undefined> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '.']
  try {
    const { code, stdout } = await exec.run('git', args, { cwd: folder })
    return code === 0 ? [...new Set(stdout.split('\0'))].filter((file) => file !== '') : undefined
  } catch (error) {
    if (error instanceof InputError || isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

async function digestOf(file: string): Promise<string> {
  try {
    return `sha256:${await sha256File(file)}`
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'EISDIR')) return 'not there'
    throw error
  }
}
