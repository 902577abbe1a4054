import { readNumber } from './numbers.ts'
import { need, type Reading, setHour, tokenAt, whole } from './reading.ts'
import { tokensOf } from './tokens.ts'
import { halfOf, isJump, isUtc, isWeekday, isZone, monthOf } from './words.ts'
import { addNumber, addText, daysIn, resolve } from './ymd.ts'

/**
 * Whether a date or a time can be read from a text by the rules of python-dateutil's parser (not fuzzy, month first). What
 * it fills in from today where a text leaves it out, the month of a day and the year of 29 February, is taken to fit.
 */
export function isDateutil(text: string): boolean {
  try {
    const reading: Reading = { tokens: tokensOf(text), at: 0, ymd: { values: [], places: {}, century: false } }
    for (; reading.at < reading.tokens.length; reading.at += 1) readToken(reading, need(reading, 0))
    return isMoment(reading)
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

function readToken(reading: Reading, token: string): void {
  const { ymd } = reading
  const month = monthOf(token)
  const half = halfOf(token)
  if (/^\d/.test(token)) readNumber(reading)
  else if (isWeekday(token)) reading.weekday = true
  else if (month !== undefined) {
    addNumber(ymd, month, 'month')
    readAfterMonth(reading)
  } else if (half !== undefined) readHalf(reading, half)
  else if (reading.hour !== undefined && reading.zone === undefined && reading.offset === undefined && isZone(token)) {
    readZone(reading, token)
  } else if (reading.hour !== undefined && (token === '+' || token === '-')) readOffset(reading, token === '+' ? 1 : -1)
  else if (!isJump(token)) throw new RangeError('a word that is not known')
}

/** Jan-01[-99], Jan of 01 */
function readAfterMonth(reading: Reading): void {
  const separator = tokenAt(reading, 1)
  if (separator === '-' || separator === '/') {
    addText(reading.ymd, need(reading, 2))
    if (tokenAt(reading, 3) === separator) {
      addText(reading.ymd, need(reading, 4))
      reading.at += 2
    }
    reading.at += 2
    return
  }
  const year = tokenAt(reading, 4)
  const of = separator === ' ' && tokenAt(reading, 3) === ' ' && tokenAt(reading, 2)?.toLowerCase() === 'of'
  if (year === undefined || !of) return
  if (/^\d+$/.test(year)) addText(reading.ymd, String(fullYear(Number(year))), 'year')
  reading.at += 4
}

function readHalf(reading: Reading, half: number): void {
  if (reading.hour === undefined || reading.hour > 12) throw new RangeError('no hour for am or pm')
  setHour(reading, reading.hour, half)
  reading.half = half
}

/** In GMT+3 the sign is turned round: three hours more there is GMT. */
function readZone(reading: Reading, token: string): void {
  reading.zone = token
  const sign = tokenAt(reading, 1)
  if (sign !== '+' && sign !== '-') return
  reading.tokens[reading.at + 1] = sign === '+' ? '-' : '+'
  if (isUtc(token)) delete reading.zone
}

/** -0300, -03:00, -3, and a name in parentheses after it */
function readOffset(reading: Reading, sign: number): void {
  const digits = need(reading, 1)
  if (digits.length === 4) {
    reading.offset = sign * (whole(digits.slice(0, 2)) * 60 + whole(digits.slice(2)))
  } else if (tokenAt(reading, 2) === ':') {
    reading.offset = sign * (whole(digits) * 60 + whole(need(reading, 3)))
    reading.at += 2
  } else if (digits.length <= 2) {
    reading.offset = sign * whole(digits) * 60
  } else {
    throw new RangeError('no offset')
  }
  const name = tokenAt(reading, 4)
  const named = isJump(tokenAt(reading, 2)) && tokenAt(reading, 3) === '(' && tokenAt(reading, 5) === ')'
  if (named && name !== undefined && name.length >= 3 && reading.zone === undefined && isZone(name)) {
    reading.zone = name
    reading.at += 4
  }
  reading.at += 1
}

/** Whether anything was read, and it is a moment that a calendar and a clock have. */
function isMoment({ ymd, hour, minute, second, weekday, half, zone, offset }: Reading): boolean {
  const { year, month, day } = resolve(ymd)
  const read = [year, month, day, hour, minute, second, weekday, half, zone, offset]
  if (read.every((part) => part === undefined)) return false
  const full = year === undefined ? 2000 : ymd.century ? year : fullYear(year)
  if (full < 1 || full > 9999) return false
  const isTime = (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 60
  return isTime && (day ?? 1) >= 1 && (day ?? 1) <= daysIn(full, month ?? 1)
}

/** Years of two digits lie in this century, or at the end of the last. */
function fullYear(year: number): number {
  if (year >= 100) return year
  return year < 76 ? 2000 + year : 1900 + year
}
