import { ahead, type Cursor, skip, takeWhile } from './cursor.ts'
import { type Mode, PatternFault } from './types.ts'

interface Repeat {
  readonly min: number
  readonly max: number
  readonly mode: Mode
}

/** Reads a quantifier, where one stands here. A brace that begins none is a character. */
export function repeated(cursor: Cursor): Repeat | undefined {
  const counts = simple(cursor) ?? braces(cursor)
  if (!counts) return undefined
  const mode = skip(cursor, '?') ? 'lazy' : skip(cursor, '+') ? 'possessive' : 'greedy'
  return { ...counts, mode }
}

function simple(cursor: Cursor): Omit<Repeat, 'mode'> | undefined {
  if (skip(cursor, '*')) return { min: 0, max: Number.POSITIVE_INFINITY }
  if (skip(cursor, '+')) return { min: 1, max: Number.POSITIVE_INFINITY }
  return skip(cursor, '?') ? { min: 0, max: 1 } : undefined
}

function braces(cursor: Cursor): Omit<Repeat, 'mode'> | undefined {
  const from = cursor.at
  if (!skip(cursor, '{') || ahead(cursor) === '}') return back(cursor, from)
  const low = takeWhile(cursor, /\d/)
  const high = skip(cursor, ',') ? takeWhile(cursor, /\d/) : low
  if (!skip(cursor, '}')) return back(cursor, from)
  const min = Number(low)
  const max = high === '' ? Number.POSITIVE_INFINITY : Number(high)
  if (max < min) throw new PatternFault('the least number of repetitions is above the greatest', from)
  if (min > 2 ** 32 - 1) throw new PatternFault('so many repetitions cannot be counted', from)
  return { min, max }
}

function back(cursor: Cursor, at: number): undefined {
  cursor.at = at
  return undefined
}
