import { lstat, readFile } from 'node:fs/promises'
import { InputError, isCode } from '@trainyard/ports'
import { expectJson, regenerate } from './scan.ts'

/** Far beyond any document: they describe rows, they do not hold them. */
const largestFile = 64 * 1024 * 1024

/**
 * The bytes and the value of a JSON file.
 * @throws InputError where it is missing, no regular file, too large, no UTF-8 or broken JSON
 */
export async function readJson(file: string): Promise<{ readonly bytes: Buffer; readonly value: unknown }> {
  await expectRegularFile(file)
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new InputError('cannot be read', { at: { file }, remedy: 'Check its permissions.', cause: error })
  })
  const text = utf8(bytes, file)
  expectJson(text, file)
  return { bytes, value: JSON.parse(text) }
}

const noSuchFile = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']

async function expectRegularFile(file: string): Promise<void> {
  const found = await lstat(file).catch((error: unknown) => {
    if (!noSuchFile.some((code) => isCode(error, code))) throw error
    throw new InputError(`no such file: ${file}`, {
      remedy: 'Run the stage that writes it first, or name another file.',
    })
  })
  if (found.isDirectory()) throw new InputError(`is a folder, not a file: ${file}`, { remedy: 'Name the file in it.' })
  if (found.isSymbolicLink())
    throw new InputError(`is a symbolic link: ${file}`, {
      remedy: 'Documents are regular files. Name the file itself.',
    })
  if (!found.isFile()) throw new InputError(`is not a regular file: ${file}`, { remedy: 'Name a JSON document.' })
  if (found.size > largestFile)
    throw new InputError(`is larger than 64 MiB: ${file}`, { remedy: 'Name a document that a stage wrote.' })
}

function utf8(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw new InputError('is not valid UTF-8', { at: { file }, remedy: regenerate, cause: error })
  }
}
