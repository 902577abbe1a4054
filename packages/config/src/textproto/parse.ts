import { InputError, type Position } from '@trainyard/ports'
import { type Token, tokens } from './tokens.ts'

/** A message as it is written: fields in their order, not yet held against any definition. */
export interface WrittenMessage {
  readonly at: Position
  readonly fields: readonly WrittenField[]
}

export interface WrittenField {
  readonly name: string
  readonly at: Position
  readonly value: WrittenValue
}

export type WrittenValue =
  | { readonly kind: 'string' | 'word' | 'number'; readonly text: string; readonly at: Position }
  | { readonly kind: 'message'; readonly message: WrittenMessage; readonly at: Position }

/** The limit of Protocol Buffers' own readers. */
const maxDepth = 100

/**
 * Reads the text form of Protocol Buffers.
 * @throws InputError at the first word that does not fit
 */
export function parseText(text: string, file: string): WrittenMessage {
  const reader = new Reader(tokens(text, file))
  const fields = readFields(reader, undefined, 0)
  return { at: { file, line: 1, column: 1 }, fields }
}

/** A place in the words of a text. */
class Reader {
  #next = 0
  readonly #words: readonly Token[]

  constructor(words: readonly Token[]) {
    this.#words = words
  }

  peek(): Token {
    const word = this.#words[this.#next] ?? this.#words.at(-1)
    if (word === undefined) throw new RangeError('a text has at least its end')
    return word
  }

  take(): Token {
    const word = this.peek()
    this.#next += 1
    return word
  }

  /** Takes the next word where it is one of these marks. */
  mark(...marks: readonly string[]): Token | undefined {
    const word = this.peek()
    return word.kind === 'mark' && marks.includes(word.text) ? this.take() : undefined
  }
}

function readFields(reader: Reader, close: string | undefined, depth: number): readonly WrittenField[] {
  const fields: WrittenField[] = []
  while (!isClosed(reader, close)) {
    fields.push(...readField(reader, depth))
    reader.mark(',', ';')
  }
  return fields
}

function isClosed(reader: Reader, close: string | undefined): boolean {
  const ended = reader.peek().kind === 'end'
  if (close === undefined) return ended
  if (ended) throw unexpected(reader.peek(), `a field or '${close}'`)
  return reader.mark(close) !== undefined
}

/** One field, or one for each element where the value is written as a list. */
function readField(reader: Reader, depth: number): readonly WrittenField[] {
  const { at } = reader.peek()
  const name = readName(reader)
  const colon = reader.mark(':') !== undefined
  const named = (value: WrittenValue): WrittenField => ({ name, at, value })
  if (reader.mark('[')) return readList(reader, depth).map(named)
  return [named(readValue(reader, depth, colon))]
}

function readName(reader: Reader): string {
  if (reader.mark('[')) {
    let name = ''
    while (!reader.mark(']')) {
      if (reader.peek().kind === 'end') throw unexpected(reader.peek(), "']'")
      name += reader.take().text
    }
    return `[${name}]`
  }
  const word = reader.take()
  if (word.kind !== 'word') throw unexpected(word, 'the name of a field')
  return word.text
}

function readList(reader: Reader, depth: number): readonly WrittenValue[] {
  const values: WrittenValue[] = []
  if (reader.mark(']')) return values
  do values.push(readValue(reader, depth, true))
  while (reader.mark(','))
  if (!reader.mark(']')) throw unexpected(reader.peek(), "',' or ']'")
  return values
}

function readValue(reader: Reader, depth: number, scalar: boolean): WrittenValue {
  const open = reader.mark('{', '<')
  if (open) return readMessage(reader, open, depth)
  if (!scalar) throw unexpected(reader.peek(), "':' or '{'")
  const minus = reader.mark('-')
  const word = reader.take()
  const at = minus?.at ?? word.at
  if (word.kind === 'string' && !minus) return { kind: 'string', text: word.text + readMore(reader), at }
  if (word.kind === 'number' || (minus && word.kind === 'word')) {
    return { kind: 'number', text: `${minus ? '-' : ''}${word.text}`, at }
  }
  if (word.kind === 'word') return { kind: 'word', text: word.text, at }
  throw unexpected(word, 'a value')
}

function readMessage(reader: Reader, { text, at }: Token, depth: number): WrittenValue {
  if (depth >= maxDepth) throw new InputError(`nested deeper than ${maxDepth} levels`, { at })
  return { kind: 'message', at, message: { at, fields: readFields(reader, text === '{' ? '}' : '>', depth + 1) } }
}

/** Strings that follow each other are one. */
function readMore(reader: Reader): string {
  let text = ''
  while (reader.peek().kind === 'string') text += reader.take().text
  return text
}

function unexpected({ kind, text, at }: Token, wanted: string): InputError {
  const found = kind === 'end' ? text : kind === 'string' ? 'a string' : `'${text}'`
  return new InputError(`expected ${wanted}, not ${found}`, { at })
}
