import { nearest } from '@trainyard/config'
import { InputError } from '@trainyard/ports'
import { type EarlierRun, identityOf } from './runs.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** Bounds from earlier runs, in Great Expectations' words. */
interface Window {
  readonly constraint_fn: string
  /** The `$PARAMETER` that takes the value. */
  readonly parameter_name: string
  /** How many of the latest runs are looked at. */
  readonly range: number
  /** Shares of the value that a maximum lies above it, and a minimum below it. */
  readonly offset: { readonly positive: number; readonly negative: number }
  /** Whether fewer runs than `range` will not do. */
  readonly strict: boolean
}

/** What is made of the observed numbers. */
const functions: Readonly<Record<string, (values: readonly number[]) => number>> = {
  mean,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  std: deviation,
  median,
}

/**
 * Puts bounds from earlier runs of the same expectation in the place of the parameters that its `windows` name. Where no
 * run observed it yet, such a bound is left out.
 * @throws InputError for a window that is none, or that has too few runs and is strict
 */
export function withWindows(type: string, kwargs: JsonObject, runs: readonly EarlierRun[]): JsonObject {
  const windows = readWindows(kwargs['windows'])
  if (windows.length === 0) return kwargs
  const identity = identityOf(type, kwargs)
  const observed = runs.flatMap((run) => run.observed[identity] ?? [])
  const entries = Object.entries(kwargs).map(([name, value]) => {
    const window = windows.find(({ parameter_name }) => isParameter(value, parameter_name))
    return [name, window ? boundOf(name, window, observed) : value]
  })
  return Object.fromEntries(entries)
}

function boundOf(name: string, window: Window, observed: readonly number[]): number | null {
  const { constraint_fn, range, offset, strict } = window
  const looked = observed.slice(-range)
  if (strict && looked.length < range) {
    throw new InputError(
      `needs ${range} earlier runs, and there are ${looked.length}; without strict it takes what there is`,
    )
  }
  if (looked.length < (constraint_fn === 'std' ? 2 : 1)) return null
  const value = functions[constraint_fn]?.(looked) ?? Number.NaN
  if (name.startsWith('min')) return value - Math.abs(value) * offset.negative
  return name.startsWith('max') ? value + Math.abs(value) * offset.positive : value
}

function readWindows(value: unknown): readonly Window[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new InputError('must be a list of windows')
  return value.map(readWindow)
}

function readWindow(value: unknown, index: number): Window {
  const refuse = (message: string): never => {
    throw new InputError(`[${index}]: ${message}`)
  }
  if (!isObject(value)) return refuse('a window is an object')
  const { constraint_fn, parameter_name, range, offset, strict = false } = value
  if (typeof constraint_fn !== 'string' || !Object.hasOwn(functions, constraint_fn)) {
    const near = nearest(String(constraint_fn), Object.keys(functions))
    const known = near ? `did you mean ${near}?` : `known are ${Object.keys(functions).join(', ')}`
    return refuse(`unknown constraint_fn ${JSON.stringify(constraint_fn)}; ${known}`)
  }
  if (typeof parameter_name !== 'string') return refuse('parameter_name must be a string')
  if (!isCount(range)) return refuse('range must be a whole number of runs, 1 or more')
  if (!isObject(offset) || !isShare(offset['positive']) || !isShare(offset['negative'])) {
    return refuse('offset must be {"positive": …, "negative": …}, each 0 or more')
  }
  if (typeof strict !== 'boolean') return refuse('strict must be true or false')
  return {
    constraint_fn,
    parameter_name,
    range,
    strict,
    offset: { positive: offset['positive'], negative: offset['negative'] },
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Of a sample: divided by n − 1. */
function deviation(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return mean(sorted.slice(sorted.length % 2 === 1 ? half : half - 1, half + 1))
}

function isParameter(value: unknown, name: string): boolean {
  return isObject(value) && value['$PARAMETER'] === name
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}
