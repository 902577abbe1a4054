import { readFile, stat } from 'node:fs/promises'
import { errorMessage, InputError, isCode, type Problem, sha256 } from '@trainyard/ports'
import type { DocumentKind, Documents } from './documents/index.ts'
import { pathText } from './path.ts'
import { isDocumentKind, validatorOf } from './schemas.ts'

/** Larger documents than this are none of ours. */
const MOST_BYTES = 256 * 1024 * 1024

export interface ReadDocument<Kind extends DocumentKind> {
  readonly document: Documents[Kind]
  /** sha256 of the file's bytes. */
  readonly sha256: string
  readonly file: string
}

/** Reads a document and checks it by its schema. @throws InputError with everything that is wrong with it */
export async function readDocument<Kind extends DocumentKind>(kind: Kind, file: string): Promise<ReadDocument<Kind>> {
  const bytes = await readBytes(file)
  const value = parse(bytes, file)
  checkHead(value, kind, file)
  const findings = (await validatorOf(kind))(value)
  if (findings.length > 0)
    throw new InputError(findings.map(({ path, message, remedy }) => problem(file, pathText(path), message, remedy)))
  return { document: value as Documents[Kind], sha256: sha256(bytes), file }
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file)
    if (size > MOST_BYTES) throw new InputError(`too large for a document: ${size} bytes`, { at: { file } })
    return await readFile(file)
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR'))
      throw new InputError(`no such document: ${file}`, {
        at: { file },
        remedy: 'Run the stage that writes it first, or name another file.',
        cause: error,
      })
    if (isCode(error, 'EISDIR'))
      throw new InputError(`a folder, not a document: ${file}`, { at: { file }, cause: error })
    throw error
  }
}

function parse(bytes: Buffer, file: string): unknown {
  const text = decode(bytes, file)
  if (text.trim() === '')
    throw new InputError('the document is empty', {
      at: { file },
      remedy: 'It may have been cut off; run the stage that writes it again.',
    })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InputError(`not JSON: ${errorMessage(error)}`, {
      at: { file, ...place(text, errorMessage(error)) },
      remedy: 'It may have been cut off; run the stage that writes it again.',
      cause: error,
    })
  }
}

function decode(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new InputError('not UTF-8 text', { at: { file }, cause: error })
  }
}

/** Line and column of the position that V8 names in its message; the end of the text where it names none. */
function place(text: string, message: string): { line: number; column: number } {
  const named = /position (\d+)/.exec(message)?.[1]
  const before = text.slice(0, named === undefined ? text.length : Number(named))
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') }
}

function checkHead(value: unknown, kind: DocumentKind, file: string): void {
  if (typeof value !== 'object' || value === null || !('kind' in value))
    throw new InputError('not a document of Trainyard: it has no kind', {
      at: { file },
      remedy: `Expected a ${kind} document.`,
    })
  if (value.kind !== kind) {
    const found = isDocumentKind(value.kind)
      ? `a ${value.kind} document`
      : `of the unknown kind ${JSON.stringify(value.kind)}`
    throw new InputError(`expected a ${kind} document, this is ${found}`, { at: { file, key: 'kind' } })
  }
  const version = 'schemaVersion' in value ? value.schemaVersion : undefined
  if (typeof version === 'number' && version > 1)
    throw new InputError(`written by a newer Trainyard: schema version ${version}, known is 1`, {
      at: { file, key: 'schemaVersion' },
      remedy: 'Use the version that wrote it.',
    })
}

function problem(file: string, key: string, message: string, remedy: string | undefined): Problem {
  return { message, at: { file, key }, ...(remedy && { remedy }) }
}
