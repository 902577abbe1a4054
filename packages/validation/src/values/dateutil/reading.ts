import type { Ymd } from './ymd.ts'

/** What has been read of a text, and how far. */
export interface Reading {
  readonly tokens: string[]
  at: number
  readonly ymd: Ymd
  hour?: number
  minute?: number
  second?: number
  /** A day of the week, am or pm, or a time zone was named. */
  weekday?: boolean
  half?: number
  zone?: string
  offset?: number
}

/** A token relative to where the reading is. */
export function tokenAt({ tokens, at }: Reading, ahead: number): string | undefined {
  return tokens[at + ahead]
}

/** The same, where it has to be there. */
export function need(reading: Reading, ahead: number): string {
  const token = tokenAt(reading, ahead)
  if (token === undefined) throw new RangeError('the text ends too soon')
  return token
}

/** A whole number of digits alone. */
export function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new RangeError('no whole number')
  return Number(text)
}

/** Seconds, of which a fraction may follow the dot. */
export function setSeconds(reading: Reading, text: string): void {
  const [seconds = '', fraction, ...more] = text.split('.')
  if (more.length > 0) throw new RangeError('no seconds')
  reading.second = whole(seconds)
  if (fraction !== undefined) whole(fraction.padEnd(6, '0').slice(0, 6))
}

/** Minutes, whose fraction is seconds. */
export function setMinutes(reading: Reading, value: number): void {
  reading.minute = Math.trunc(value)
  if (value % 1 > 0) reading.second = Math.trunc(60 * (value % 1))
}

/** Twelve hours more in the afternoon; twelve at night is none. */
export function setHour(reading: Reading, hour: number, half: number): void {
  reading.hour = hour < 12 && half === 1 ? hour + 12 : hour === 12 && half === 0 ? 0 : hour
}

/** A token as a number. */
export function decimal(text: string): number {
  if (!/^\d+(\.\d*)?$/.test(text)) throw new RangeError('no number')
  return Number(text)
}
