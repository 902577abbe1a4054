import { moment, type Span, span, type Value } from './values.ts'

/** What a function is called with: values in their order, or by name. */
export interface Call {
  readonly values: readonly Value[]
  readonly named: ReadonlyMap<string, Value>
}

/** The functions that Great Expectations allows in an expression. Each gives undefined for arguments it does not take. */
export const functions: Readonly<Record<string, (call: Call, now: Date | undefined) => Value | undefined>> = {
  sin: ofNumber(Math.sin),
  cos: ofNumber(Math.cos),
  tan: ofNumber(Math.tan),
  exp: ofNumber(Math.exp),
  abs: ofNumber(Math.abs),
  trunc: ofNumber(Math.trunc),
  sgn: ofNumber((value) => (Math.abs(value) <= 1e-12 ? 0 : Math.sign(value))),
  round: rounded,
  now: ({ values, named }, now) => (now && values.length + named.size === 0 ? moment(now.getTime()) : undefined),
  datetime: dateOf,
  timedelta: spanOf,
}

function ofNumber(compute: (value: number) => number) {
  return ({ values: [value, ...rest], named }: Call) =>
    typeof value === 'number' && rest.length + named.size === 0 ? compute(value) : undefined
}

/** Python's rounding: a half goes to the even neighbour. */
function rounded({ values: [value, digits = 0, ...rest], named }: Call): number | undefined {
  if (typeof value !== 'number' || typeof digits !== 'number' || rest.length + named.size > 0) return undefined
  const scale = 10 ** digits
  const scaled = value * scale
  const floor = Math.floor(scaled)
  if (scaled - floor !== 0.5) return Math.round(scaled) / scale
  return (floor % 2 === 0 ? floor : floor + 1) / scale
}

const partsOfDate = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'] as const

function dateOf(call: Call): Value | undefined {
  const [year, month, day, hour = 0, minute = 0, second = 0, microsecond = 0] = numbersOf(call, partsOfDate) ?? []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const kept = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour
  return kept ? moment(date.getTime(), microsecond) : undefined
}

/** Parts of a span in Python's order, in microseconds. */
const partsOfSpan = {
  days: 864e8,
  seconds: 1e6,
  microseconds: 1,
  milliseconds: 1000,
  minutes: 6e7,
  hours: 36e8,
  weeks: 6048e8,
} as const

function spanOf(call: Call): Span | undefined {
  const numbers = numbersOf(call, Object.keys(partsOfSpan))
  if (!numbers) return undefined
  return span(Object.values(partsOfSpan).reduce((sum, size, index) => sum + size * (numbers[index] ?? 0), 0))
}

/** Arguments by their place in `names`; undefined for one that is no number, or has another name. */
function numbersOf({ values, named }: Call, names: readonly string[]): readonly (number | undefined)[] | undefined {
  if (values.length > names.length || [...named.keys()].some((name) => !names.includes(name))) return undefined
  const found = names.map((name, index) => values[index] ?? named.get(name))
  const numbers = found.filter((value) => value === undefined || typeof value === 'number')
  return numbers.length === found.length ? numbers : undefined
}
