import path from 'node:path'
import { toolVersion } from '@trainyard/evidence'
import { InputError, isCode, type Services, sha256, sha256File } from '@trainyard/ports'
import { glob } from 'tinyglobby'
import type { ParamValue } from './types.ts'

/** What a model depends on, as a readable list: name to value. The cache key is its digest. */
export type Preimage = Readonly<Record<string, string>>

export interface KeyRequest {
  readonly datasetDigest: string
  readonly target: string
  readonly params: Readonly<Record<string, ParamValue>>
  readonly seed: number
  readonly run?: string
  /** Folder of the configuration; the code's files lie below it. */
  readonly folder: string
  /** Globs of the files that the code consists of; empty: the project's files. */
  readonly code: readonly string[]
}

/** Lists everything the model depends on. Names are sorted, so that the key does not depend on the order of a file. */
export async function trainingPreimage(request: KeyRequest, { exec }: Pick<Services, 'exec'>): Promise<Preimage> {
  const entries: [string, string][] = [
    ['data', `sha256:${request.datasetDigest}`],
    ['target', request.target],
    ['seed', String(request.seed)],
    ['trainer', request.run ?? 'built-in'],
    ['trainyard', toolVersion],
    ['platform', `${process.platform}-${process.arch}`],
    ...Object.entries(request.params).map(([name, value]): [string, string] => [
      `params.${name}`,
      JSON.stringify(value),
    ]),
    ...(request.run === undefined ? [] : await codeEntries(request, exec)),
  ]
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** sha256 over the list. */
export function preimageKey(preimage: Preimage): string {
  return sha256(JSON.stringify(Object.entries(preimage)))
}

async function codeEntries({ folder, code }: KeyRequest, exec: Services['exec']): Promise<[string, string][]> {
  const files = code.length > 0 ? await glob([...code], { cwd: folder, dot: true }) : await filesOfProject(folder, exec)
  const digests = files
    .sort()
    .map(async (file): Promise<[string, string]> => [`code.${file}`, await digestOf(path.join(folder, file))])
  return Promise.all(digests)
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
