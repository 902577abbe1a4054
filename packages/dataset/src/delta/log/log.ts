import { readdir } from 'node:fs/promises'
import { InputError } from '@trainyard/ports'
import type { TableFolder } from '../place.ts'

export const logFolder = '_delta_log'

/** What a table's `_delta_log` holds, by name. */
export interface Log {
  /** Versions that have a commit, ascending. */
  readonly commits: readonly number[]
  /** Whole checkpoints, ascending by version. */
  readonly checkpoints: readonly Checkpoint[]
  /** Versions that have a checksum file. */
  readonly checksums: readonly number[]
  /** Whether there is a pointer to the last checkpoint. */
  readonly lastCheckpoint: boolean
  readonly latest: number
}

/** The state of a table at a version, as files in `_delta_log`. */
export interface Checkpoint {
  readonly version: number
  /** More than one: a checkpoint of several parts. */
  readonly files: readonly string[]
}

/**
 * Lists a table's log.
 * @throws {InputError} where it holds neither a commit nor a checkpoint
 */
export async function listLog(table: TableFolder): Promise<Log> {
  const names = await readdir(`${table.absolute}/${logFolder}`)
  const commits = versionsOf(names, /^(\d{20})\.json$/)
  const checkpoints = wholeCheckpoints(names)
  const versions = [...commits, ...checkpoints.map(({ version }) => version)]
  if (versions.length === 0) {
    throw new InputError('this Delta log holds no version', {
      at: { file: `${table.path}/${logFolder}` },
      remedy: 'Copy the whole table, with all files of its log.',
    })
  }
  const latest = versions.reduce((most, version) => Math.max(most, version))
  const checksums = versionsOf(names, /^(\d{20})\.crc$/)
  return { commits, checkpoints, checksums, lastCheckpoint: names.includes('_last_checkpoint'), latest }
}

/** Name of the commit that made a version. */
export function commitName(version: number): string {
  return `${String(version).padStart(20, '0')}.json`
}

function versionsOf(names: readonly string[], pattern: RegExp): number[] {
  return names
    .flatMap((name) => pattern.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
}

interface Part extends Checkpoint {
  readonly name: string
  readonly parts: number
}

/** A checkpoint some of whose parts are missing was never finished, and is ignored, as the protocol asks. */
function wholeCheckpoints(names: readonly string[]): Checkpoint[] {
  const groups = new Map<string, Part>()
  for (const name of [...names].sort()) {
    const part = checkpointPart(name)
    if (part) groups.set(part.name, { ...part, files: [...(groups.get(part.name)?.files ?? []), name] })
  }
  return [...groups.values()]
    .filter(({ files, parts }) => files.length === parts)
    .map(({ version, files }) => ({ version, files }))
    .sort((a, b) => a.version - b.version)
}

const singlePattern =
  /^(\d{20})\.checkpoint(\.[\da-f]{8}-[\da-f-]{27}\.json|\.[\da-f]{8}-[\da-f-]{27}\.parquet|\.parquet)$/i
const partPattern = /^(\d{20})\.checkpoint\.\d{10}\.(\d{10})\.parquet$/

function checkpointPart(name: string): Part | undefined {
  const [, single] = singlePattern.exec(name) ?? []
  if (single !== undefined) return { name, version: Number(single), parts: 1, files: [] }
  const [, version, parts] = partPattern.exec(name) ?? []
  if (version === undefined || parts === undefined) return undefined
  return { name: `${version}.${parts}`, version: Number(version), parts: Number(parts), files: [] }
}
