import { InputError, type Position } from '@trainyard/ports'

/** Deeper than any document, and far from the end of the stack. */
const deepest = 64

/** What may stand next. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'end'

interface Level {
  readonly kind: '[' | '{'
  readonly keys: Set<string>
}

interface Scan {
  readonly text: string
  readonly file: string
  readonly levels: Level[]
  offset: number
  expected: Expected
}

/**
 * Reads over JSON (RFC 8259) without building it: JSON.parse tells no column, takes any depth, and keeps the last of two
 * equal keys, so that two readers could see two documents in one file.
 * @throws InputError with line and column of the first fault
 */
export function expectJson(text: string, file: string): void {
  const scan: Scan = { text, file, levels: [], offset: 0, expected: 'value' }
  for (skipBlanks(scan); scan.offset < text.length; skipBlanks(scan)) step(scan)
  if (scan.expected !== 'end') throw fault(scan, text.trim() === '' ? 'the file is empty' : 'the file ends too early')
}

function step(scan: Scan): void {
  const character = scan.text[scan.offset] ?? ''
  if (character === '"') text(scan)
  else if (character === '{' || character === '[') open(scan, character)
  else if (character === '}' || character === ']') close(scan, character)
  else if (character === ',' || character === ':') separate(scan, character)
  else word(scan)
}

function text(scan: Scan): void {
  const from = scan.offset
  if (scan.expected.startsWith('key')) {
    skipText(scan)
    addKey(scan, from)
    scan.expected = ':'
  } else {
    expectValue(scan)
    skipText(scan)
    afterValue(scan)
  }
}

function addKey(scan: Scan, from: number): void {
  const keys = scan.levels.at(-1)?.keys
  const key: unknown = JSON.parse(scan.text.slice(from, scan.offset))
  if (typeof key !== 'string' || !keys) return
  if (keys.has(key))
    throw fault({ ...scan, offset: from }, `the key ${JSON.stringify(key.slice(0, 60))} is written twice`)
  keys.add(key)
}

function skipText(scan: Scan): void {
  const from = scan.offset
  for (scan.offset += 1; scan.offset < scan.text.length; scan.offset += 1) {
    const code = scan.text.charCodeAt(scan.offset)
    if (code === quote) {
      scan.offset += 1
      return
    }
    if (code < 0x20) throw fault(scan, 'a text runs over the end of its line, or holds a control character')
    if (code === backslash) skipEscape(scan)
  }
  throw fault({ ...scan, offset: from }, 'a text is not closed')
}

const quote = 0x22
const backslash = 0x5c
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

function skipEscape(scan: Scan): void {
  escapeSequence.lastIndex = scan.offset
  if (!escapeSequence.test(scan.text)) throw fault(scan, 'an unknown escape stands here')
  scan.offset = escapeSequence.lastIndex - 1
}

function open(scan: Scan, kind: '[' | '{'): void {
  expectValue(scan)
  if (scan.levels.length >= deepest) throw fault(scan, `is nested more than ${deepest} levels deep`)
  scan.levels.push({ kind, keys: new Set() })
  scan.expected = kind === '{' ? 'key or }' : 'value or ]'
  scan.offset += 1
}

function close(scan: Scan, character: '}' | ']'): void {
  if (!scan.expected.endsWith(`or ${character}`)) throw unexpected(scan)
  scan.levels.pop()
  scan.offset += 1
  afterValue(scan)
}

function separate(scan: Scan, character: ',' | ':'): void {
  if (!scan.expected.startsWith(character)) throw unexpected(scan)
  scan.offset += 1
  scan.expected = character === ',' && scan.levels.at(-1)?.kind === '{' ? 'key' : 'value'
}

const literal = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y

function word(scan: Scan): void {
  expectValue(scan)
  literal.lastIndex = scan.offset
  if (!literal.test(scan.text)) throw unexpected(scan)
  scan.offset = literal.lastIndex
  afterValue(scan)
}

function expectValue(scan: Scan): void {
  if (!scan.expected.startsWith('value')) throw unexpected(scan)
}

function afterValue(scan: Scan): void {
  const level = scan.levels.at(-1)
  if (!level) scan.expected = 'end'
  else scan.expected = level.kind === '{' ? ', or }' : ', or ]'
}

function skipBlanks(scan: Scan): void {
  while (' \t\n\r'.includes(scan.text[scan.offset] ?? 'x')) scan.offset += 1
}

function unexpected(scan: Scan): InputError {
  const found = /^(?:[\w.+-]{1,20}|.)/u.exec(scan.text.slice(scan.offset, scan.offset + 20))?.[0] ?? ''
  return fault(scan, `${JSON.stringify(found)} stands here, where ${words[scan.expected]} belongs`)
}

const words: Readonly<Record<Expected, string>> = {
  value: 'a value',
  'value or ]': "a value or ']'",
  key: 'a key in double quotes',
  'key or }': "a key in double quotes or '}'",
  ':': "':'",
  ', or ]': "',' or ']'",
  ', or }': "',' or '}'",
  end: 'the end of the file',
}

function fault(scan: Pick<Scan, 'text' | 'file' | 'offset'>, message: string): InputError {
  return new InputError(`broken JSON: ${message}`, { at: positionOf(scan), remedy: regenerate })
}

/** The remedy for a document that cannot be used. */
export const regenerate = 'Run the stage that wrote it again; documents are not edited by hand.'

function positionOf({ text, file, offset }: Pick<Scan, 'text' | 'file' | 'offset'>): Position {
  const lines = text.slice(0, offset).split('\n')
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}
