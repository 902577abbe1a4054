import type { ColumnType } from '@trainyard/evidence'
import type { InputColumn } from './columns.ts'

interface Reader {
  /** What is said to be expected. */
  readonly expected: string
  /** The value as a batch holds it, or nothing where it is of another kind. */
  read(value: unknown, column: InputColumn): number | string | undefined
}

/** How a JSON value of each column type is read. Dates and times become seconds. */
const readers: Readonly<Record<ColumnType, Reader>> = {
  number: { expected: 'a number', read: readNumber },
  integer: { expected: 'a whole number', read: readNumber },
  boolean: { expected: 'true or false', read: readBoolean },
  string: { expected: 'text', read: (value) => (typeof value === 'string' ? value : undefined) },
  date: { expected: 'a date such as "2026-01-31"', read: (value) => readTime(value, /^\d{4}-\d\d-\d\d$/) },
  time: { expected: 'a time such as "13:45:00"', read: readClock },
  timestamp: {
    expected: 'a time such as "2026-01-31T13:45:00Z"',
    read: (value) => readTime(value, /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/),
  },
}

/** Whether a value stands for "not known". */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value)
}

/** The value as a batch holds it, or nothing where the column does not take it. */
export function readValue(value: unknown, column: InputColumn): number | string | undefined {
  const read = readers[column.type].read(value, column)
  return typeof read === 'number' && !fits(read, column) ? undefined : read
}

/** `expected a number, got "abc"` */
export function describeFault(value: unknown, column: InputColumn): string {
  const { expected } = readers[column.type]
  return isMissing(value)
    ? `expected ${expected}, and this column takes no missing value`
    : `expected ${expected}, got ${shown(value)}`
}

const numberText = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
/** The same as in the files that models are trained on. */
const missingTexts = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None'])
const booleanTexts = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

/** The JSON value that a cell of a CSV file stands for, in a column of this type. */
export function cellValue(cell: string, { type }: InputColumn): unknown {
  if (missingTexts.has(cell)) return null
  if (type === 'string') return cell
  if (type === 'boolean') return booleanTexts.get(cell.toLowerCase()) ?? cell
  return numberText.test(cell) ? Number(cell) : cell
}

/** The value as a table would hold it, for the prediction log. */
export function writtenValue(value: number | string | null, { type }: InputColumn): number | string | boolean | null {
  if (typeof value !== 'number') return value
  if (Number.isNaN(value)) return null
  if (type === 'boolean') return value !== 0
  if (type === 'date') return isoTime(value).slice(0, 10)
  if (type === 'timestamp') return isoTime(value)
  return type === 'time' ? isoTime(value).slice(11, 23) : value
}

function isoTime(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.valueOf()) ? String(seconds) : date.toISOString()
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function readBoolean(value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value)
  return value === 0 || value === 1 ? value : undefined
}

function readTime(value: unknown, form: RegExp): number | undefined {
  if (typeof value !== 'string') return readNumber(value)
  if (!form.test(value)) return undefined
  const zoned = value.length <= 10 || /(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`
  return readNumber(Date.parse(zoned) / 1000)
}

function readClock(value: unknown): number | undefined {
  if (typeof value !== 'string') return readNumber(value)
  const [, hours, minutes, seconds = '0'] = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?$/.exec(value) ?? []
  return hours === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
}

function fits(value: number, { tensor }: InputColumn): boolean {
  if (tensor === 'int64') return Number.isSafeInteger(value)
  if (tensor === 'int32') return Number.isInteger(value) && Math.abs(value + 0.5) <= 2 ** 31 - 0.5
  return tensor !== 'bool' || value === 0 || value === 1
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
