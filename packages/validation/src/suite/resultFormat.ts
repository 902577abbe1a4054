import type { Read } from '../kinds/kwargs.ts'
import { type ResultFormat, type ResultFormatName, resultFormats } from './types.ts'

/** What a run uses where neither the suite nor the caller says otherwise; Great Expectations' own default. */
export const defaultResultFormat: ResultFormat = {
  result_format: 'SUMMARY',
  partial_unexpected_count: 20,
  unexpected_index_column_names: [],
  exclude_unexpected_values: false,
  include_unexpected_rows: false,
  return_unexpected_index_query: undefined,
}

/** How Great Expectations on SQL or Spark writes rows; here they are always objects. */
const ignored = ['map_expectation_unexpected_rows_as_dict']

/** Reads `result_format`: a name, or an object with its keys. Absent or null means the run's default. */
export function readResultFormat(value: unknown): Read<Partial<ResultFormat> | undefined> {
  if (value === undefined || value === null) return { ok: true, value: undefined }
  if (isName(value)) return { ok: true, value: { result_format: value } }
  if (typeof value !== 'object' || Array.isArray(value)) return refuse(value)
  const problems = Object.entries(value).map(([key, entry]) => problemOf(key, entry))
  const problem = problems.find((message) => message !== undefined)
  if (problem) return { ok: false, message: problem }
  if ('include_unexpected_rows' in value && !('result_format' in value)) {
    return { ok: false, message: 'include_unexpected_rows needs result_format beside it' }
  }
  const wanted = Object.entries(value).filter(([key, entry]) => key in readers && entry !== null)
  return { ok: true, value: Object.fromEntries(wanted) }
}

const flag = { what: 'true or false', accepts: (value: unknown) => typeof value === 'boolean' }

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
  exclude_unexpected_values: flag,
  include_unexpected_rows: flag,
  return_unexpected_index_query: flag,
}

function problemOf(key: string, value: unknown): string | undefined {
  if (value === null) return undefined
  if (ignored.includes(key)) return undefined
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
