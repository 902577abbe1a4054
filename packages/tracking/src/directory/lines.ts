import type { MetricPoint } from '@trainyard/evidence'
import { textOf } from './records.ts'

/** Every whole line of a file that is only appended to; a line that a crash cut off is none. */
async function wholeLines(file: string): Promise<readonly string[]> {
  return ((await textOf(file)) ?? '').split('\n').slice(0, -1)
}

/** The points of a run, in the order in which they were logged. */
export async function readPoints(file: string): Promise<readonly MetricPoint[]> {
  return (await wholeLines(file)).flatMap((line) => {
    const value = parsed(line)
    return isPoint(value) ? [value] : []
  })
}

/** Tags as the later lines leave them. */
export async function readTags(file: string): Promise<Readonly<Record<string, string>>> {
  const maps = (await wholeLines(file)).map(parsed).filter(isTags)
  return Object.assign({}, ...maps)
}

/** Digest of each file, by its name in the run: `<sha256>  files/<name>`, as `sha256sum` writes it. */
export async function readDigests(file: string): Promise<ReadonlyMap<string, string>> {
  const found = (await wholeLines(file)).flatMap((line): readonly (readonly [string, string])[] => {
    const [, digest, name] = /^([0-9a-f]{64}) {2}files\/(.+)$/.exec(line) ?? []
    return digest === undefined || name === undefined ? [] : [[name, digest]]
  })
  return new Map(found)
}

export function digestLine(file: string, sha256: string): string {
  return `${sha256}  files/${file}`
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function isPoint(value: unknown): value is MetricPoint {
  if (typeof value !== 'object' || value === null || !('name' in value && 'step' in value && 'value' in value))
    return false
  return typeof value.name === 'string' && Number.isInteger(value.step) && Number.isFinite(value.value)
}

function isTags(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' && value !== null && Object.values(value).every((tag: unknown) => typeof tag === 'string')
  )
}
