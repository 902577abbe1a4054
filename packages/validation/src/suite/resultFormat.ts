import type { Read } from '../kinds/kwargs.ts'
import { type ResultFormat, type ResultFormatName, resultFormats } from './types.ts'

/** What a run uses where neither the suite nor the caller says otherwise; Great Expectations' own default. */
export const defaultResultFormat: ResultFormat = {
  result_format: 'SUMMARY',
  partial_unexpected_count: 20,
  unexpected_index_column_names: [],
  exclude_unexpected_values: false,
}

/** Keys of Great Expectations' that ask for more than is written; they are accepted when they ask for nothing. */
const unsupported = ['include_unexpected_rows', 'return_unexpected_index_query']

/** Reads `result_format`: a name, or an object with its keys. Absent or null means the run's default. */
export function readResultFormat(value: unknown): Read<Partial<ResultFormat> | undefined> {
  if (value === undefined || value === null) return { ok: true, value: undefined }
  if (isName(value)) return { ok: true, value: { result_format: value } }
  if (typeof value !== 'object' || Array.isArray(value)) return refuse(value)
  const problems = Object.entries(value).map(([key, entry]) => problemOf(key, entry))
  const problem = problems.find((message) => message !== undefined)
  if (problem) return { ok: false, message: problem }
  const wanted = Object.entries(value).filter(([key, entry]) => key in readers && entry !== null)
  return { ok: true, value: Object.fromEntries(wanted) }
}

const readers: Readonly<Record<keyof ResultFormat, { what: string; accepts: (value: unknown) => boolean }>> = {
  result_format: { what: `one of ${resultFormats.join(', ')}`, accepts: isName },
  partial_unexpected_count: {
    what: 'a whole number',
    accepts: (value) => Number.isInteger(value) && Number(value) >= 0,
  },
  unexpected_index_column_names: {
    what: 'a list of column names',
    accepts: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  },
  exclude_unexpected_values: { what: 'true or false', accepts: (value) => typeof value === 'boolean' },
}

function problemOf(key: string, value: unknown): string | undefined {
  if (value === null) return undefined
  if (unsupported.includes(key)) return value === false ? undefined : `${key} is not written`
  if (!isKey(key)) return `has no key '${key}'`
  return readers[key].accepts(value) ? undefined : `${key} must be ${readers[key].what}`
}

function isKey(key: string): key is keyof ResultFormat {
  return Object.hasOwn(readers, key)
}

function isName(value: unknown): value is ResultFormatName {
  return resultFormats.some((name) => name === value)
}

function refuse(value: unknown): Read<never> {
  return { ok: false, message: `must be one of ${resultFormats.join(', ')}, not ${JSON.stringify(value)}` }
}
