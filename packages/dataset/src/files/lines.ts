import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { InputError } from '@trainyard/ports'
import type { SourceFile } from './source.ts'

/** Longest line and longest row that are read: anything longer is a broken file. */
export const longestLine = 8 * 2 ** 20

/** Some whole lines of a text file. */
export interface Block {
  readonly bytes: Buffer
  /** Number of its first line, counted from 1. */
  readonly line: number
}

const newline = 10

/**
 * A text file in blocks of whole lines, without its byte order mark.
 * @throws {InputError} for bytes that are not UTF-8, NUL bytes, an endless line, or a gzip stream that is cut
 */
export async function* readBlocks(file: SourceFile): AsyncIterable<Block> {
  let rest: Buffer = Buffer.alloc(0)
  let line = 1
  let first = true
  for await (const chunk of unpacked(file)) {
    const joined = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const text = first ? withoutMark(file, joined) : joined
    const end = text.lastIndexOf(newline) + 1
    rest = text.subarray(end)
    first = false
    if (rest.length > longestLine) throw endlessLine(file, line + countLines(text.subarray(0, end)))
    if (end === 0) continue
    const block = checked(file, { bytes: text.subarray(0, end), line })
    yield block
    line += countLines(block.bytes)
  }
  if (rest.length > 0) yield checked(file, { bytes: rest, line })
}

function endlessLine(file: SourceFile, line: number): InputError {
  return new InputError(`a line is longer than ${longestLine / 2 ** 20} MiB`, {
    at: { file: file.path, line },
    remedy: 'Is this a text file, and are its lines ended?',
  })
}

async function* unpacked(file: SourceFile): AsyncIterable<Buffer> {
  const source = createReadStream(file.absolute, { highWaterMark: await pieceSize(file.absolute) })
  try {
    for await (const chunk of file.gzip ? gunzipped(source) : source) yield chunk
  } catch (cause) {
    if (!file.gzip) throw cause
    throw new InputError('the gzip stream is cut or broken', {
      at: { file: file.path },
      remedy: 'Copy the file again, or pack it again.',
      cause,
    })
  } finally {
    source.destroy()
  }
}

/** A small file needs no large buffer: a table may have thousands of them. */
async function pieceSize(file: string): Promise<number> {
  const { size } = await stat(file)
  return Math.min(Math.max(size, 2 ** 12), 2 ** 20)
}

/** A fault of either stream ends both; it is thrown to whoever reads. */
function gunzipped(source: Readable): Readable {
  return pipeline(source, createGunzip({ chunkSize: 2 ** 20 }), () => undefined)
}

function withoutMark(file: SourceFile, bytes: Buffer): Buffer {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3)
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (!wide) return bytes
  throw new InputError('this file is UTF-16, not UTF-8', {
    at: { file: file.path, line: 1 },
    remedy: 'Save it as UTF-8.',
  })
}

function checked(file: SourceFile, block: Block): Block {
  const nul = block.bytes.indexOf(0)
  if (nul >= 0) throw atByte(file, block, nul, 'a NUL byte', 'Text files hold none. Is this a text file?')
  if (!isUtf8(block.bytes)) {
    throw atByte(file, block, invalidByte(block.bytes), 'not UTF-8 text', 'Save the file as UTF-8.')
  }
  return block
}

function atByte(file: SourceFile, { bytes, line }: Block, offset: number, what: string, remedy: string): InputError {
  const before = bytes.subarray(0, offset)
  const byte = (bytes[offset] ?? 0).toString(16).padStart(2, '0')
  return new InputError(`${what}: byte 0x${byte}, the ${offset - before.lastIndexOf(newline)}. of the line`, {
    at: { file: file.path, line: line + countLines(before) },
    remedy,
  })
}

/** The longest valid beginning ends where the first invalid byte stands. */
function invalidByte(bytes: Buffer): number {
  let [valid, invalid] = [0, bytes.length]
  while (invalid - valid > 4) {
    const middle = Math.floor((valid + invalid) / 2)
    if (isUtf8(bytes.subarray(0, characterStart(bytes, middle)))) valid = middle
    else invalid = middle
  }
  let start = characterStart(bytes, valid)
  while (start < bytes.length && isUtf8(bytes.subarray(0, start + 1))) start += 1
  return start
}

function characterStart(bytes: Buffer, offset: number): number {
  let start = offset
  while (start > 0 && start > offset - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1
  return start
}

function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count += 1
  return count
}
