import { badRequest } from '../errors.ts'

/**
 * Reads a body as JSON.
 * @throws RequestError 400 with line and column of the first fault
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const offset = jsonFault(text) ?? text.length
    const before = text.slice(0, offset).split('\n')
    const found = offset < text.length ? `unexpected ${JSON.stringify(text[offset])}` : 'it ends too early'
    throw badRequest(
      `the body is not JSON: ${found} at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`,
    )
  }
}

const token =
  /[ \t\r\n]*(?:([{}[\]:,])|("(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy

/** What may stand at a place: a value, a value or `]`, a key, a key or `}`, a colon, or what follows a value. */
type Expected = 'value' | 'first item' | 'key' | 'first key' | 'colon' | 'next'

/** Offset of the first thing in a text that JSON does not allow, or nothing where all of it is JSON. */
export function jsonFault(text: string): number | undefined {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let offset = 0
  while (expected !== 'next' || open.length > 0) {
    token.lastIndex = offset
    const match = token.exec(text)
    const next: Expected | null | undefined = match && step(expected, open, match)
    if (!match || !next) return blanks(text, offset)
    offset = token.lastIndex
    expected = next
  }
  const end = blanks(text, offset)
  return end < text.length ? end : undefined
}

function step(expected: Expected, open: ('{' | '[')[], [, sign, text]: RegExpExecArray): Expected | undefined {
  if (sign === '}' || sign === ']') return close(expected, open, sign)
  switch (expected) {
    case 'value':
    case 'first item':
      return value(open, sign)
    case 'key':
    case 'first key':
      return text === undefined ? undefined : 'colon'
    case 'colon':
      return sign === ':' ? 'value' : undefined
    case 'next':
      if (sign !== ',' || open.length === 0) return undefined
      return open.at(-1) === '{' ? 'key' : 'value'
  }
}

function value(open: ('{' | '[')[], sign: string | undefined): Expected | undefined {
  if (sign === undefined) return 'next'
  if (sign !== '{' && sign !== '[') return undefined
  open.push(sign)
  return sign === '{' ? 'first key' : 'first item'
}

function close(expected: Expected, open: ('{' | '[')[], sign: '}' | ']'): Expected | undefined {
  const opened = open.at(-1)
  if (sign === '}' ? opened !== '{' : opened !== '[') return undefined
  if (expected !== 'next' && expected !== (sign === '}' ? 'first key' : 'first item')) return undefined
  open.pop()
  return 'next'
}

function blanks(text: string, from: number): number {
  let offset = from
  while (offset < text.length && ' \t\r\n'.includes(text[offset] ?? '')) offset += 1
  return offset
}

/** A plain JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
