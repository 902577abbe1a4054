import { InputError } from '@trainyard/ports'

export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'quoted' | 'sign' | 'end'
  /** What it says: without quotes, escapes resolved. */
  readonly text: string
  /** Character it begins at, from 1. */
  readonly at: number
}

/** Walks over the tokens of a small language. */
export interface Cursor {
  peek(ahead?: number): Token
  next(): Token
  /** Takes the next token where it is one of these signs or words. */
  accept(...texts: readonly string[]): Token | undefined
  /** @throws InputError when the next token is another */
  expect(text: string): Token
}

const tokens: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['string', /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy],
  ['quoted', /`[^`]+`/y],
  ['name', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['sign', /<=>|==|!=|<>|<=|>=|&&|\|\||\*\*|\/\/|[^\s]/y],
]

/**
 * Splits a text into tokens.
 * @param unescaped what a backslash before a character stands for, where that is no quote and no `n`, `t`, `r`: Python keeps both
 * @throws InputError for a quote that is never closed
 */
export function cursorOver(text: string, unescaped: (sign: string) => string = bothKept): Cursor {
  const list = tokenize(text, unescaped)
  const end: Token = { kind: 'end', text: '', at: text.length + 1 }
  let index = 0
  const peek = (ahead = 0) => list[index + ahead] ?? end
  const next = () => {
    const token = peek()
    index += 1
    return token
  }
  const accept = (...texts: readonly string[]) => (isOneOf(peek(), texts) ? next() : undefined)
  const expect = (wanted: string) => accept(wanted) ?? unexpected(peek(), `'${wanted}'`)
  return { peek, next, accept, expect }
}

/** Ends the reading where something stands that is not evaluated. */
export function refuse({ at }: Token, message: string): never {
  throw new InputError(`character ${at}: ${message}`)
}

/** Ends the reading where something else should stand. */
export function unexpected(token: Token, wanted: string): never {
  return refuse(token, `there should be ${wanted}, not ${token.kind === 'end' ? 'the end' : `'${token.text}'`}`)
}

function tokenize(text: string, unescaped: (sign: string) => string): Token[] {
  const found: Token[] = []
  for (let at = skipBlanks(text, 0); at < text.length; ) {
    const token = tokenAt(text, at, unescaped)
    found.push(token)
    at = skipBlanks(text, at + token.length)
  }
  return found
}

function tokenAt(
  text: string,
  start: number,
  unescaped: (sign: string) => string,
): Token & { readonly length: number } {
  for (const [kind, pattern] of tokens) {
    pattern.lastIndex = start
    const found = pattern.exec(text)?.[0]
    if (found === undefined) continue
    const token = { kind, text: plain(kind, found, unescaped), at: start + 1, length: found.length }
    if (kind === 'sign' && /['"`]/.test(found)) refuse(token, `the quote ${found} is not closed`)
    return token
  }
  throw new RangeError('every character begins a token')
}

function plain(kind: Token['kind'], text: string, unescaped: (sign: string) => string): string {
  if (kind === 'quoted') return text.slice(1, -1)
  if (kind !== 'string') return text
  return text.slice(1, -1).replace(/\\(.)/gs, (_, sign: string) => escapes[sign] ?? unescaped(sign))
}

function bothKept(sign: string): string {
  return /['"\\]/.test(sign) ? sign : `\\${sign}`
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

function skipBlanks(text: string, at: number): number {
  return at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0)
}

function isOneOf({ kind, text }: Token, texts: readonly string[]): boolean {
  return (kind === 'sign' || kind === 'name') && texts.includes(text)
}
