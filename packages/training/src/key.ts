import path from 'node:path'
import { toolVersion } from '@trainyard/evidence'
import { isCode, type Services, sha256, sha256File } from '@trainyard/ports'
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
  /** Globs of the files that the code consists of; empty: every file that git tracks. */
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
  const files = code.length > 0 ? await glob([...code], { cwd: folder, dot: true }) : await trackedFiles(folder, exec)
  const digests = files
    .sort()
    .map(async (file): Promise<[string, string]> => [`code.${file}`, await digestOf(path.join(folder, file))])
  return Promise.all(digests)
}

async function trackedFiles(folder: string, exec: Services['exec']): Promise<string[]> {
  const ignore = ['**/node_modules/**', '**/.git/**', '**/.trainyard/**', '**/__pycache__/**', '**/.venv/**']
  try {
    const { code, stdout } = await exec.run('git', ['ls-files', '-z', '.'], { cwd: folder })
    if (code === 0) return stdout.split('\0').filter((file) => file !== '')
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
  return glob('**/*', { cwd: folder, ignore, dot: true })
}

async function digestOf(file: string): Promise<string> {
  try {
    return `sha256:${await sha256File(file)}`
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'EISDIR')) return 'not there'
    throw error
  }
}
