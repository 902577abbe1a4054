import type { CommandMetricConfig } from '@trainyard/config'
import { InputError, type Position } from '@trainyard/ports'

/** A metric that a command computes. */
export interface CommandMetric extends CommandMetricConfig {
  readonly name: string
  readonly at: Position
}

/** A value of all rows, or one number for each of them, whose mean is the value. */
export type Result = number | Float64Array

const form =
  'Write a map such as {"revenue": 12.5}, or with one number a row {"revenue": [0, 3.2, 1]}, to the file that TRAINYARD_RESULT names.'

/**
 * Reads what a command left: a value for each of its metrics.
 * @param text absent where it left nothing
 * @throws InputError with everything that is wrong
 */
export function readResult(
  text: string | undefined,
  metrics: readonly CommandMetric[],
  rows: number,
): ReadonlyMap<string, Result> {
  const [first] = metrics
  const wrong = (message: string) => new InputError(message, { ...(first && { at: first.at }), remedy: form })
  if (text === undefined) throw wrong('the command wrote no file TRAINYARD_RESULT')
  const values = parsed(text)
  if (values === undefined) throw wrong('what the command wrote is no map as JSON')
  const found = metrics.map(({ name, at }) => ({ name, at, read: resultOf(values.get(name), name, rows) }))
  const problems = found.flatMap(({ read, at }) =>
    typeof read === 'string' ? [{ message: read, at, remedy: form }] : [],
  )
  if (problems.length > 0) throw new InputError(problems)
  return new Map(found.flatMap(({ name, read }) => (typeof read === 'string' ? [] : [[name, read] as const])))
}

function parsed(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? new Map(Object.entries(value))
      : undefined
  } catch {
    return undefined
  }
}

/** What is wrong with it, as text, where it is no result. */
function resultOf(value: unknown, name: string, rows: number): Result | string {
  if (value === undefined) return `the command gave no value for ${name}`
  if (typeof value === 'number') return Number.isFinite(value) ? value : `the value of ${name} is not finite`
  if (!Array.isArray(value)) return `the value of ${name} is neither a number nor a list of numbers`
  if (value.length !== rows) return `the command gave ${value.length} numbers for ${name}, and there are ${rows} rows`
  const row = value.findIndex((one) => typeof one !== 'number' || !Number.isFinite(one))
  return row < 0 ? Float64Array.from(value) : `number ${row + 1} for ${name} is none`
}
