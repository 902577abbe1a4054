import { isDeepStrictEqual } from 'node:util'
import type { ExpectationResult } from '@trainyard/evidence'
import type { Case } from './cases.ts'

type Json = Readonly<Record<string, unknown>>

/** Relative and absolute tolerance of Great Expectations' own runner. */
const relative = 1e-7
const absolute = 5e-2

/**
 * Compares a result with what a case expects, by the rules of Great Expectations' own runner: only the keys that the case
 * names, lists in any order, numbers within a tolerance.
 * @returns what is not met; nothing where all is
 */
export function isMet(
  actual: ExpectationResult | undefined,
  { out, tolerance = relative }: Pick<Case, 'out' | 'tolerance'>,
): string | undefined {
  if (!actual) return 'no result'
  const { result, success, exception_info } = actual
  const details = isObject(result['details']) ? result['details'] : {}
  const places: Json = { ...details, ...result, success, result }
  for (const [key, expected] of Object.entries(out)) {
    const got = key === 'result' && isObject(expected) ? pick(result, Object.keys(expected)) : places[key]
    if (isNear(expected, got, tolerance)) continue
    const why = exception_info.exception_message ? ` (${exception_info.exception_message})` : ''
    return `${key}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}${why}`
  }
  return undefined
}

function isNear(expected: unknown, got: unknown, tolerance: number): boolean {
  if (typeof expected === 'number' && typeof got === 'number') {
    return Math.abs(expected - got) <= absolute + tolerance * Math.abs(expected)
  }
  if (Array.isArray(expected) && Array.isArray(got)) {
    const [a, b] = [sorted(expected), sorted(got)]
    return a.length === b.length && a.every((value, index) => isNear(value, b[index], tolerance))
  }
  if (isObject(expected) && isObject(got)) {
    const keys = Object.keys(expected)
    return keys.length === Object.keys(got).length && keys.every((key) => isNear(expected[key], got[key], tolerance))
  }
  return isDeepStrictEqual(expected, got)
}

function sorted(values: readonly unknown[]): readonly unknown[] {
  return [...values].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** The same for objects whose keys are in another order. */
function key(value: unknown): string {
  return isObject(value)
    ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : JSON.stringify(value)
}

function pick(result: Json, keys: readonly string[]): Json {
  return Object.fromEntries(keys.filter((name) => name in result).map((name) => [name, result[name]]))
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
