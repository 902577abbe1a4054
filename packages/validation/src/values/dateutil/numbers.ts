import { decimal, need, type Reading, setHour, setMinutes, setSeconds, tokenAt, whole } from './reading.ts'
import { halfOf, isJump, monthOf, unitOf } from './words.ts'
import { addNumber, addText, couldBeDay } from './ymd.ts'

/** Reads a number: a part of the date or the time, by its length and what stands around it. */
export function readNumber(reading: Reading): void {
  const text = need(reading, 0)
  const value = decimal(text)
  const unit = unitAround(reading)
  if (isHourAfterDate(reading, text)) readHour(reading, text)
  else if (text.length === 6 || text.indexOf('.') === 6) readSix(reading, text)
  else if ([8, 12, 14].includes(text.length)) readStamp(reading, text)
  else if (unit) readUnit(reading, text, unit)
  else if (tokenAt(reading, 1) === ':' && tokenAt(reading, 2) !== undefined) readClock(reading, value)
  else if (['-', '/', '.'].includes(tokenAt(reading, 1) ?? '')) readDate(reading, text)
  else readAlone(reading, value)
}

/** 19990101T23[59] */
function isHourAfterDate(reading: Reading, text: string): boolean {
  const next = tokenAt(reading, 1)
  const ended = next === undefined || (next !== ':' && unitOf(next) === undefined)
  return reading.ymd.values.length === 3 && [2, 4].includes(text.length) && reading.hour === undefined && ended
}

function readHour(reading: Reading, text: string): void {
  reading.hour = whole(text.slice(0, 2))
  if (text.length === 4) reading.minute = whole(text.slice(2))
}

/** YYMMDD or HHMMSS[.ss] */
function readSix(reading: Reading, text: string): void {
  if (reading.ymd.values.length === 0 && !text.includes('.')) {
    for (const part of [text.slice(0, 2), text.slice(2, 4), text.slice(4)]) addText(reading.ymd, part)
    return
  }
  readHour(reading, text.slice(0, 4))
  setSeconds(reading, text.slice(4))
}

/** YYYYMMDD[hhmm[ss]] */
function readStamp(reading: Reading, text: string): void {
  addText(reading.ymd, text.slice(0, 4), 'year')
  addText(reading.ymd, text.slice(4, 6))
  addText(reading.ymd, text.slice(6, 8))
  if (text.length > 8) readHour(reading, text.slice(8, 12))
  if (text.length > 12) reading.second = whole(text.slice(12))
}

interface Unit {
  readonly unit: number
  /** Tokens from the number to the word. */
  readonly ahead: number
}

/** A word for hours, minutes or seconds after the number, or before it: then the number is of the next smaller one. */
function unitAround(reading: Reading): Unit | undefined {
  const { at, tokens } = reading
  const after = tokenAt(reading, 1) === ' ' && unitOf(tokenAt(reading, 1)) === undefined ? 2 : 1
  const following = unitOf(tokenAt(reading, after))
  if (following !== undefined) return { unit: following, ahead: after }
  const before = at > 0 ? unitOf(tokenAt(reading, -1)) : undefined
  if (before !== undefined) return { unit: before + 1, ahead: 0 }
  const last = at > 1 && at === tokens.length - 1 && tokenAt(reading, -1) === ' '
  const earlier = last ? unitOf(tokenAt(reading, -2)) : undefined
  return earlier === undefined ? undefined : { unit: earlier + 1, ahead: 0 }
}

function readUnit(reading: Reading, text: string, { unit, ahead }: Unit): void {
  const value = decimal(text)
  reading.at += ahead
  if (unit === 0) {
    reading.hour = Math.trunc(value)
    if (value % 1 > 0) reading.minute = Math.trunc(60 * (value % 1))
  } else if (unit === 1) {
    setMinutes(reading, value)
  } else if (unit === 2) {
    setSeconds(reading, text)
  }
}

/** HH:MM[:SS[.ss]] */
function readClock(reading: Reading, hour: number): void {
  reading.hour = Math.trunc(hour)
  setMinutes(reading, decimal(need(reading, 2)))
  if (tokenAt(reading, 3) === ':' && tokenAt(reading, 4) !== undefined) {
    setSeconds(reading, need(reading, 4))
    reading.at += 2
  }
  reading.at += 2
}

/** 01-01[-01], 01-Jan[-01] */
function readDate(reading: Reading, text: string): void {
  const separator = tokenAt(reading, 1)
  addText(reading.ymd, text)
  const second = tokenAt(reading, 2)
  if (second !== undefined && !isJump(second)) {
    addMember(reading, second)
    if (tokenAt(reading, 3) === separator) {
      addMember(reading, need(reading, 4))
      reading.at += 2
    }
    reading.at += 1
  }
  reading.at += 1
}

function addMember({ ymd }: Reading, token: string): void {
  const month = /^\d+$/.test(token) ? undefined : monthOf(token)
  if (month === undefined) addText(ymd, token)
  else addNumber(ymd, month, 'month')
}

function readAlone(reading: Reading, value: number): void {
  const next = tokenAt(reading, 1)
  if (next === undefined || isJump(next)) {
    const half = halfOf(tokenAt(reading, 2))
    if (half === undefined) addNumber(reading.ymd, value)
    else setHour(reading, Math.trunc(value), half)
    reading.at += half === undefined ? 1 : 2
    return
  }
  const half = halfOf(next)
  if (half !== undefined && value < 24) {
    setHour(reading, Math.trunc(value), half)
    reading.at += 1
  } else if (couldBeDay(reading.ymd, value)) {
    addNumber(reading.ymd, value)
  } else {
    throw new RangeError('a number without a place')
  }
}
