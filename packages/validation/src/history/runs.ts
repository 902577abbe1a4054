import { InputError, type Problem, sha256 } from '@trainyard/ports'
import type { Validation } from '../run/validate.ts'
import type { Suite } from '../suite/types.ts'

/** What is kept of a run, so that later ones can be judged by it: numbers of the table as a whole, no values of rows. */
export interface EarlierRun {
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly rows: number
  /** Observed numbers, by the expectation's identity. */
  readonly observed: Readonly<Record<string, number>>
}

/** Runs that are kept; the oldest are forgotten. */
const mostRuns = 1000

/** Arguments that do not change what is observed. */
const beside = ['result_format', 'catch_exceptions', 'batch_id', 'meta']

/** Names an expectation by what it says, before parameters have their values. */
export function identityOf(type: string, kwargs: Readonly<Record<string, unknown>>): string {
  const telling = Object.entries(kwargs).filter(([name, value]) => !beside.includes(name) && value !== null)
  return sha256(JSON.stringify([type, telling.sort(([a], [b]) => (a < b ? -1 : 1))]))
}

/** What is kept of a run. Expectations that observe no number, or do not tell it, leave none. */
export function earlierRun(suite: Suite, { rows, results }: Validation, now: Date): EarlierRun {
  const observed = suite.expectations.flatMap(({ identity }, index) => {
    const value = results[index]?.result['observed_value']
    return identity !== undefined && typeof value === 'number' ? [[identity, value] as const] : []
  })
  return { createdAt: now.toISOString(), rows, observed: Object.fromEntries(observed) }
}

/**
 * Reads the runs that a file of JSON Lines keeps, the latest last.
 * @throws InputError naming every line that is no run
 */
export function parseRuns(text: string, file: string): readonly EarlierRun[] {
  const problems: Problem[] = []
  const runs = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const run = parseRun(line)
    if (run) return [run]
    const remedy = 'Take the line out, or name another file: the history is written by validate-data itself.'
    problems.push({ message: 'this is no run of validate-data', at: { file, line: index + 1 }, remedy })
    return []
  })
  if (problems.length > 0) throw new InputError(problems)
  return runs
}

/** The file's text with one more run. */
export function formatRuns(runs: readonly EarlierRun[]): string {
  return runs
    .slice(-mostRuns)
    .map((run) => `${JSON.stringify(run)}\n`)
    .join('')
}

function parseRun(line: string): EarlierRun | undefined {
  const value = jsonOf(line)
  if (!isObject(value)) return undefined
  const { createdAt, rows, observed } = value
  if (typeof createdAt !== 'string' || typeof rows !== 'number' || !isObject(observed)) return undefined
  const numbers = Object.entries(observed).filter((entry): entry is [string, number] => Number.isFinite(entry[1]))
  if (numbers.length !== Object.keys(observed).length) return undefined
  return { createdAt, rows, observed: Object.fromEntries(numbers) }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
