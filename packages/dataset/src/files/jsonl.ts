import { errorMessage, InputError } from '@trainyard/ports'
import type { Contents } from './contents.ts'
import { checkHeader } from './header.ts'
import { readBlocks } from './lines.ts'
import type { SourceFile } from './source.ts'

/**
 * Checks that every line of a JSON Lines file is one object of plain values. Columns are the union of their keys.
 * @throws {InputError} for the first line that is not, with its file and line
 */
export async function scanJsonLines(file: SourceFile): Promise<Contents> {
  const columns = new Set<string>()
  const texts = new Set<string>()
  let rows = 0
  for await (const { text, line } of readLines(file)) {
    const record = parseRecord(file, text, line)
    for (const key of Object.keys(record)) {
      const value = record[key]
      if (typeof value === 'object' && value !== null) throw nested(file, key, line)
      if (typeof value === 'string') texts.add(key)
      columns.add(key)
    }
    rows += 1
  }
  if (rows === 0) throw new InputError('this file is empty', { at: { file: file.path } })
  checkHeader(file, [...columns])
  return { columns: [...columns], rows, texts }
}

/** Line at which a data row (counted from 1) stands. */
export async function lineOfJsonRow(file: SourceFile, row: number): Promise<number | undefined> {
  let rows = 0
  for await (const { line } of readLines(file)) {
    rows += 1
    if (rows === row) return line
  }
  return undefined
}

async function* readLines(file: SourceFile): AsyncIterable<{ text: string; line: number }> {
  for await (const block of readBlocks(file)) {
    let line = block.line
    for (const text of block.bytes.toString('utf8').split('\n')) {
      if (text.trim() !== '') yield { text, line }
      line += 1
    }
  }
}

function parseRecord(file: SourceFile, text: string, line: number): Record<string, unknown> {
  const value = parse(file, text, line)
  if (isRecord(value)) return value
  throw new InputError('this line is not a JSON object', {
    at: { file: file.path, line },
    remedy: 'Each line of a JSON Lines file is one object: {"column": value, …}.',
  })
}

function parse(file: SourceFile, text: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InputError(`broken JSON: ${errorMessage(cause)}`, { at: { file: file.path, line }, cause })
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nested(file: SourceFile, key: string, line: number): InputError {
  return new InputError('a value is itself an object or a list', {
    at: { file: file.path, line, key },
    remedy: 'Columns hold plain values. Flatten it before.',
  })
}
