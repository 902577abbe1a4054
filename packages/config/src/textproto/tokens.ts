import { InputError, type Position } from '@trainyard/ports'

/** A word of a text of Protocol Buffers, and where it stands. */
export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'mark' | 'end'
  /** A string's content, unescaped; else the text as written. */
  readonly text: string
  readonly at: Position
}

const pattern = new RegExp(
  [
    '(?<blank>(?:\\s|#[^\\n]*)+)',
    '(?<word>[A-Za-z_][A-Za-z0-9_]*)',
    '(?<number>[0-9][0-9a-zA-Z_.]*(?:(?<=[0-9.][eE])[+-][0-9]+[fF]?)?|\\.[0-9][0-9a-zA-Z_]*(?:(?<=[0-9][eE])[+-][0-9]+[fF]?)?)',
    '(?<string>"(?:[^"\\\\\\n]|\\\\[^\\n])*"|\'(?:[^\'\\\\\\n]|\\\\[^\\n])*\')',
    '(?<mark>[[\\]{}<>:;,./-])',
  ].join('|'),
  'y',
)

/**
 * Splits a text of Protocol Buffers into its words. Comments and blanks are left out.
 * @throws InputError at the first character that begins no word
 */
export function tokens(text: string, file: string): readonly Token[] {
  const found: Token[] = []
  const place = places(text, file)
  for (let offset = 0; offset < text.length; ) {
    pattern.lastIndex = offset
    const groups = pattern.exec(text)?.groups
    const [kind, written] = Object.entries(groups ?? {}).find(([, part]) => part !== undefined) ?? []
    if (kind === undefined || written === undefined) throw strange(text, offset, place(offset))
    if (kind !== 'blank') found.push(token(kind, written, place(offset)))
    offset += written.length
  }
  return [...found, { kind: 'end', text: 'the end of the file', at: place(text.length) }]
}

function token(kind: string, written: string, at: Position): Token {
  if (kind === 'string') return { kind, text: unescaped(written.slice(1, -1), at), at }
  return { kind: kind === 'word' || kind === 'number' ? kind : 'mark', text: written, at }
}

function strange(text: string, offset: number, at: Position): InputError {
  const character = text[offset] ?? ''
  if (character === '"' || character === "'") return new InputError('this string is not closed on its line', { at })
  return new InputError(`unexpected character ${JSON.stringify(character)}`, { at })
}

/** Offsets are asked for in ascending order, so each line is counted once. */
function places(text: string, file: string): (offset: number) => Position {
  let line = 1
  let start = 0
  let end = text.indexOf('\n')
  return (offset) => {
    while (end !== -1 && end < offset) {
      line += 1
      start = end + 1
      end = text.indexOf('\n', start)
    }
    return { file, line, column: offset - start + 1 }
  }
}

const escapes =
  /\\(?:([abfnrtv\\'"?])|([0-7]{1,3})|[xX]([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]?))/g
const short: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** Octal and hexadecimal escapes are bytes of UTF-8; `\u` and `\U` are characters. */
function unescaped(written: string, at: Position): string {
  if (!written.includes('\\')) return written
  const parts: Buffer[] = []
  let end = 0
  for (const match of written.matchAll(escapes)) {
    parts.push(Buffer.from(written.slice(end, match.index)), bytesOf(match, at))
    end = match.index + match[0].length
  }
  parts.push(Buffer.from(written.slice(end)))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts))
  } catch (cause) {
    throw new InputError('the bytes of this string are not UTF-8', { at, cause })
  }
}

function bytesOf([all, plain, octal, hex, four, eight]: RegExpExecArray, at: Position): Buffer {
  if (plain !== undefined) return Buffer.from(short[plain] ?? plain)
  if (octal !== undefined) return Buffer.from([Number.parseInt(octal, 8) & 255])
  if (hex !== undefined) return Buffer.from([Number.parseInt(hex, 16)])
  const code = Number.parseInt(four ?? eight ?? '', 16)
  if (code <= 0x10ffff) return Buffer.from(String.fromCodePoint(code))
  throw new InputError(`unknown escape ${all}`, { at })
}
