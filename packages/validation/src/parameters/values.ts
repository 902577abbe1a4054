/** What an expression has on its way: a number, a moment, or the time between two. Times in microseconds, as Python has them. */
export type Value = number | Moment | Span

export interface Moment {
  readonly kind: 'moment'
  /** Since 1970, without a zone. */
  readonly microseconds: number
}

export interface Span {
  readonly kind: 'span'
  readonly microseconds: number
}

export type Sign = '+' | '-' | '*' | '/' | '^'

/** Reckons with two values as Python does; undefined where it cannot. */
export function reckon(left: Value, sign: Sign, right: Value): Value | undefined {
  if (typeof left === 'number' && typeof right === 'number') return ofNumbers[sign](left, right)
  if (typeof left !== 'number' && typeof right !== 'number') return ofTimes(left, sign, right)
  if (sign === '*' && isSpan(right) && typeof left === 'number') return span(left * right.microseconds)
  if (!isSpan(left) || typeof right !== 'number') return undefined
  if (sign === '*') return span(left.microseconds * right)
  return sign === '/' ? span(left.microseconds / right) : undefined
}

const ofNumbers: Readonly<Record<Sign, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
}

function ofTimes(left: Moment | Span, sign: Sign, right: Moment | Span): Value | undefined {
  if (sign === '/') return isSpan(left) && isSpan(right) ? left.microseconds / right.microseconds : undefined
  if (sign !== '+' && sign !== '-') return undefined
  if (sign === '+' && left.kind === 'moment' && right.kind === 'moment') return undefined
  if (sign === '-' && isSpan(left) && right.kind === 'moment') return undefined
  const microseconds = ofNumbers[sign](left.microseconds, right.microseconds)
  const same = left.kind === right.kind
  return { kind: same ? 'span' : 'moment', microseconds }
}

/** The value with its sign turned; undefined for a moment. */
export function negative(value: Value): Value | undefined {
  if (typeof value === 'number') return -value
  return isSpan(value) ? span(-value.microseconds) : undefined
}

export function span(microseconds: number): Span {
  return { kind: 'span', microseconds: Math.round(microseconds) }
}

export function moment(milliseconds: number, microseconds = 0): Moment {
  return { kind: 'moment', microseconds: milliseconds * 1000 + microseconds }
}

/** What is put in an argument's place: a number, or a moment as ISO 8601 text without a zone; undefined for a span. */
export function argumentOf(value: Value): number | string | undefined {
  if (typeof value === 'number') return value
  if (isSpan(value)) return undefined
  const text = new Date(Math.floor(value.microseconds / 1000)).toISOString().slice(0, 19)
  const fraction = ((value.microseconds % 1e6) + 1e6) % 1e6
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0')}`
}

function isSpan(value: Value): value is Span {
  return typeof value !== 'number' && value.kind === 'span'
}
