import { type Cursor, codeOf, take, takeWhile } from './cursor.ts'
import { type Anchor, type ClassName, type Flags, PatternFault, type SetItem } from './types.ts'

const controls: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 }
const digits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** What a backslash and its letter stand for, beside a number. */
export type Escape = SetItem | { readonly kind: 'anchor'; readonly at: Anchor }

/** Reads an escape that is no back-reference; the backslash has been read. `within` a set, `\b` is a backspace. */
export function readEscape(cursor: Cursor, flags: Flags, within: boolean): Escape {
  const offset = cursor.at - 1
  const letter = take(cursor, 'the pattern ends in a backslash')
  if (/[dswDSW]/.test(letter)) return classOf(letter, flags)
  const anchor = within ? undefined : anchorOf(letter, flags)
  if (anchor) return { kind: 'anchor', at: anchor }
  const code = codeOfEscape(cursor, letter, offset)
  return { kind: 'range', from: code, to: code }
}

function codeOfEscape(cursor: Cursor, letter: string, offset: number): number {
  const control = controls[letter]
  if (control !== undefined) return control
  const length = digits[letter]
  if (length !== undefined) return hexadecimal(cursor, letter, length, offset)
  if (letter === 'N') throw new PatternFault('named characters (\\N{…}) are not known here', offset)
  if (/[0-7]/.test(letter)) return octal(cursor, letter, offset)
  if (/[A-Za-z0-9]/.test(letter)) throw new PatternFault(`\\${letter} is no escape of Python's`, offset)
  return codeOf(letter)
}

function hexadecimal(cursor: Cursor, letter: string, length: number, offset: number): number {
  const code = Number.parseInt(takeWhile(cursor, /[\da-f]/i, length).padEnd(length, '?'), 16)
  const read = cursor.at - offset - 2
  if (read === length && code <= 0x10ffff) return code
  throw new PatternFault(`\\${letter} needs ${length} hexadecimal digits of a character`, offset)
}

function octal(cursor: Cursor, first: string, offset: number): number {
  const code = Number.parseInt(first + takeWhile(cursor, /[0-7]/, 2), 8)
  if (code > 0o377) throw new PatternFault('an octal escape is at most \\377', offset)
  return code
}

function classOf(letter: string, { ascii }: Flags): SetItem {
  const name = letter.toLowerCase()
  const known: ClassName = name === 'd' || name === 's' ? name : 'w'
  return { kind: 'class', name: known, negated: letter !== name, ascii }
}

function anchorOf(letter: string, { ascii }: Flags): Anchor | undefined {
  if (letter === 'A') return 'textStart'
  if (letter === 'Z') return 'textEnd'
  if (letter === 'b') return ascii ? 'asciiBoundary' : 'boundary'
  if (letter === 'B') return ascii ? 'asciiNotBoundary' : 'notBoundary'
  return undefined
}
