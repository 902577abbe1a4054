import { PatternFault } from './types.ts'

/** A place in a pattern. Characters are code points. */
export interface Cursor {
  readonly text: readonly string[]
  at: number
}

export function cursorOf(pattern: string): Cursor {
  return { text: [...pattern], at: 0 }
}

/** The next characters, without going on. */
export function ahead({ text, at }: Cursor, count = 1): string {
  return text.slice(at, at + count).join('')
}

/** Goes on where the text does so with these characters. */
export function skip(cursor: Cursor, expected: string): boolean {
  if (ahead(cursor, expected.length) !== expected) return false
  cursor.at += expected.length
  return true
}

/** The next character, which must be there. */
export function take(cursor: Cursor, missing: string): string {
  const next = cursor.text[cursor.at]
  if (next === undefined) throw new PatternFault(missing, cursor.at)
  cursor.at += 1
  return next
}

/** As many of the next characters as fit, at most `limit`. */
export function takeWhile(cursor: Cursor, fits: RegExp, limit = Number.POSITIVE_INFINITY): string {
  const from = cursor.at
  while (cursor.at - from < limit && fits.test(cursor.text[cursor.at] ?? '')) cursor.at += 1
  return cursor.text.slice(from, cursor.at).join('')
}

/** Everything up to a character, which is passed over. */
export function takeUntil(cursor: Cursor, end: string, missing: string): string {
  const from = cursor.at
  while (take(cursor, missing) !== end);
  return cursor.text.slice(from, cursor.at - 1).join('')
}

export function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0
}
