import { toolVersion } from '@trainyard/evidence'
import { type Services, sha256 } from '@trainyard/ports'
import type { ParamValue, ParityLimits } from '../types.ts'
import { type CodeRequest, codeEntries, lockEntries } from './code.ts'
import { interpreterEntries } from './interpreter.ts'

/** What a model depends on, as a readable list: name to value. The cache key is its digest. */
export type Preimage = Readonly<Record<string, string>>

export interface KeyRequest extends CodeRequest {
  readonly datasetDigest: string
  readonly target: string
  readonly params: Readonly<Record<string, ParamValue>>
  readonly seed: number
  readonly run?: string
  /** Interpreter that conversions use, where it is not the command's own. */
  readonly python?: string
  /** Format of the shares' files. */
  readonly format?: string
  /** How far a converted model might differ: a model that was taken under wider limits is not taken again. */
  readonly parity?: ParityLimits
  /** The container's image, where it is known. */
  readonly image?: string
}

/** Lists everything the model depends on. Names are sorted, so that the key does not depend on the order of a file. */
export async function trainingPreimage(request: KeyRequest, { exec }: Pick<Services, 'exec'>): Promise<Preimage> {
  const { run, image } = request
  const entries: [string, string][] = [
    ['data', `sha256:${request.datasetDigest}`],
    ['target', request.target],
    ['seed', String(request.seed)],
    ['trainer', run ?? 'built-in'],
    ['trainyard', toolVersion],
    ['platform', `${process.platform}-${process.arch}`],
    ...Object.entries(request.params).map(([name, value]): [string, string] => [
      `params.${name}`,
      JSON.stringify(value),
    ]),
    ...(image === undefined ? [] : [['image', image] satisfies [string, string]]),
    ...(run === undefined ? builtinEntries() : await commandEntries(run, request, exec)),
  ]
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** sha256 over the list. */
export function preimageKey(preimage: Preimage): string {
  return sha256(JSON.stringify(Object.entries(preimage)))
}

function builtinEntries(): [string, string][] {
  return [['node', process.versions.node]]
}

/** Lock files count although `train.code` does not name them: the packages that they pin are what the code runs on. */
async function commandEntries(
  run: string,
  { folder, code, python, parity, format = 'parquet' }: KeyRequest,
  exec: Services['exec'],
): Promise<[string, string][]> {
  const [files, locks, interpreter, converter] = await Promise.all([
    codeEntries({ folder, code }, exec),
    lockEntries(folder),
    interpreterEntries(run, folder, exec),
    python === undefined ? [] : interpreterEntries(python, folder, exec),
  ])
  const conversion = converter.map(([name, value]): [string, string] => [`conversion.${name}`, value])
  const counted = new Set(files.map(([name]) => name.replace('code.', 'lock.')))
  const settings: [string, string][] = [['format', format], ...parityEntry(parity)]
  return [...settings, ...files, ...locks.filter(([name]) => !counted.has(name)), ...interpreter, ...conversion]
}

function parityEntry(limits: ParityLimits | undefined): [string, string][] {
  return limits === undefined ? [] : [['parity', `${limits.tolerance}, ${limits.differing} of the rows beyond`]]
}
