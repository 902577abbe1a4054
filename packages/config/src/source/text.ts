import { open, stat } from 'node:fs/promises'
import path from 'node:path'
import { InputError, isCode } from '@trainyard/ports'
import { nearest, nearestFile } from '../nearest.ts'

/** Far beyond any file that a person writes. */
const largestFile = 1024 * 1024

/**
 * The text of a file that a person wrote: UTF-8, of a sane size, without control characters.
 * @param shown how messages name the file
 * @param largest bytes that it may have; by default 1 MiB
 * @throws InputError otherwise
 */
export async function readText(file: string, shown: string, largest = largestFile): Promise<string> {
  const bytes = await readBytes(file, shown, largest)
  return checkedText(bytes, shown)
}

async function readBytes(file: string, shown: string, largest: number): Promise<Buffer> {
  await expectFile(file, shown, largest)
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw new InputError(`cannot be read: ${shown}`, { remedy: 'Check its permissions.', cause: error })
  })
  try {
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

const noSuchFile = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']

async function expectFile(file: string, shown: string, largest: number): Promise<void> {
  const found = await stat(file).catch(async (error: unknown) => {
    throw noSuchFile.some((code) => isCode(error, code)) ? await missing(file, shown) : error
  })
  if (found.isDirectory()) throw new InputError(`is a folder, not a file: ${shown}`, { remedy: 'Name the file in it.' })
  if (!found.isFile()) throw new InputError(`is not a regular file: ${shown}`, { remedy: 'Name a file.' })
  if (found.size <= largest) return
  throw new InputError(`is larger than ${largest / largestFile} MiB: ${shown}`, {
    remedy: 'Name the configuration file, not the data.',
  })
}

async function missing(file: string, shown: string): Promise<InputError> {
  const near = await nearestFile(path.basename(file), path.dirname(file))
  const guess = near && nearest(path.basename(file), [near]) ? `Did you mean ${near}?` : undefined
  return new InputError(`no such file: ${shown}`, {
    remedy: guess ?? 'Name it with --config, or make one: docs/reference/config.md',
  })
}

function checkedText(bytes: Buffer, shown: string): string {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (utf16) throw new InputError('is written in UTF-16', { at: { file: shown }, remedy: 'Save it as UTF-8.' })
  const text = bytes.toString('utf8')
  if (!Buffer.from(text, 'utf8').equals(bytes)) throw notUtf8(text, shown)
  const control = controlCharacter.exec(text)
  if (control) throw unwanted(text, control.index, shown)
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that YAML forbids
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

function notUtf8(text: string, shown: string): InputError {
  const at = positionOf(text, Math.max(0, text.indexOf('\uFFFD')), shown)
  return new InputError('is not valid UTF-8 here', { at, remedy: 'Save the file as UTF-8.' })
}

function unwanted(text: string, index: number, shown: string): InputError {
  const code = text.charCodeAt(index).toString(16).padStart(4, '0').toUpperCase()
  const message = `holds the control character U+${code}, which text may not hold`
  return new InputError(message, {
    at: positionOf(text, index, shown),
    remedy: 'Is this a text file? Remove the character.',
  })
}

function positionOf(text: string, index: number, file: string) {
  const before = text.slice(0, index).split('\n')
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
