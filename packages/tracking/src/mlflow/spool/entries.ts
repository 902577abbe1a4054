import { keyPath, ownValidator } from '@trainyard/config'
import type { MetricPoint } from '@trainyard/evidence'
import { InputError } from '@trainyard/ports'
import type { AliasMove, NewRun, NewVersion, RunEnd } from '../../types.ts'

/** Something that was done and is to be sent (schema/spool.schema.json). Times are milliseconds since 1970. */
export type Entry =
  | { readonly do: 'start'; readonly at: number; readonly run: NewRun; readonly source: Texts }
  | { readonly do: 'resume'; readonly run: string }
  | LogEntry
  | { readonly do: 'tag'; readonly tags: Texts }
  | { readonly do: 'attach'; readonly files: readonly SpooledFile[] }
  | { readonly do: 'end'; readonly at: number; readonly end: RunEnd }
  | { readonly do: 'register'; readonly version: NewVersion }
  | { readonly do: 'alias'; readonly at: number; readonly move: AliasMove }

export interface LogEntry {
  readonly do: 'log'
  readonly at: number
  readonly points: readonly SpooledPoint[]
}

/** Name, step, value; JSON has no NaN and no infinity, so that these are text. */
export type SpooledPoint = readonly [string, number, number | string]

export interface SpooledFile {
  /** Its name in the run, with forward slashes. */
  readonly file: string
  readonly bytes: number
  readonly sha256: string
}

type Texts = Readonly<Record<string, string>>

/** Points of one entry, and of one request. */
export const mostPoints = 1000

/** Entries of points that were logged at one time. */
export function logEntries(points: readonly MetricPoint[], at: number): LogEntry[] {
  const spooled = points.map(
    ({ name, step, value }): SpooledPoint => [name, step, Number.isFinite(value) ? value : String(value)],
  )
  const count = Math.ceil(spooled.length / mostPoints)
  const piece = (_: unknown, index: number) => spooled.slice(index * mostPoints, (index + 1) * mostPoints)
  return Array.from({ length: count }, piece).map((some) => ({ do: 'log', at, points: some }))
}

/** Reads a line of a journal. @throws InputError where it is none */
export async function parseEntry(line: string, at: { readonly file: string; readonly line: number }): Promise<Entry> {
  const value = parsed(line)
  const validate = await ownValidator('spool', schemas)
  const findings = await validate(value)
  if (findings.length === 0) return value as Entry
  throw new InputError(
    findings.map(({ path, message }) => ({
      message,
      at: { ...at, key: keyPath(path) },
      remedy: 'It was changed after it was written. What follows in this folder cannot be sent; remove the folder.',
    })),
  )
}

async function schemas() {
  const common = await import('../../../../../schema/common.schema.json', { with: { type: 'json' } })
  const own = await import('../../../../../schema/spool.schema.json', { with: { type: 'json' } })
  return { schema: own.default, references: [common.default] }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
