import { type FileHandle, mkdir, open, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { type ChosenFiles, InputError, isCode } from '@trainyard/ports'

const inflate = promisify(inflateRaw)

/** One file of an archive, as its directory tells. */
interface Entry {
  readonly name: string
  readonly method: number
  /** Bytes it takes in the archive. */
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/**
 * Unpacks chosen files of a ZIP archive that somebody may have made to do harm: no other file is written, none outside the
 * folder, and no more of them and of their bytes than is said. APPNOTE.TXT 6.3.10, without ZIP64 and encryption.
 * @throws InputError for an archive that is broken, or asks for more
 */
export async function unpackChosen(archive: string, into: string, chosen: ChosenFiles): Promise<void> {
  const wrong = (message: string) => new InputError(`the artifact ${message}`, { remedy: 'Nothing of it is used.' })
  await mkdir(into, { recursive: true })
  const file = await open(archive)
  try {
    const entries = (await entriesOf(file, wrong)).filter(({ name }) =>
      chosen.names.includes(path.posix.basename(name)),
    )
    if (entries.length > chosen.files) throw wrong(`holds more than ${chosen.files} documents`)
    let left = chosen.bytes
    for (const entry of entries) {
      expectInside(entry, wrong)
      const content = await contentOf(entry, file, { left, wrong })
      left -= content.length
      await place(path.join(into, entry.name), content, wrong)
    }
  } finally {
    await file.close()
  }
}

const collisions = ['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']

async function place(file: string, content: Buffer, wrong: Wrong): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content, { flag: 'wx' })
  } catch (error) {
    if (collisions.some((code) => isCode(error, code))) throw wrong('holds files that cannot stand together')
    throw error
  }
}

type Wrong = (message: string) => InputError

function expectInside({ name }: Entry, wrong: Wrong): void {
  const parts = name.split('/')
  const odd = parts.some((part) => part === '' || part === '.' || part === '..' || /[\\:\0]/.test(part))
  if (odd || name.length > 1000) throw wrong('names a file outside its folder')
}

/** Far more than the paths of a model's files. */
const largestDirectory = 16 * 1024 * 1024
const endMark = Buffer.from('PK\x05\x06')
const endLength = 22
const longestComment = 0xffff

/** What the directory at the end lists. */
async function entriesOf(file: FileHandle, wrong: Wrong): Promise<readonly Entry[]> {
  const { size } = await file.stat()
  const tail = await bytes(
    file,
    Math.max(0, size - endLength - longestComment),
    Math.min(size, endLength + longestComment),
  )
  const at = tail.lastIndexOf(endMark)
  if (at < 0 || at + endLength > tail.length) throw wrong('is no ZIP archive')
  const [length, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  if (length > largestDirectory || offset + length > size) throw wrong('lists too many files')
  const directory = await bytes(file, offset, length)
  const entries: Entry[] = []
  for (let start = 0; start < directory.length; ) {
    const read = entryAt(directory, start, wrong)
    entries.push(read.entry)
    start = read.next
  }
  return entries
}

const entryLength = 46
const localLength = 30

function entryAt(directory: Buffer, at: number, wrong: Wrong) {
  if (at + entryLength > directory.length || directory.toString('latin1', at, at + 4) !== 'PK\x01\x02')
    throw wrong('is broken')
  const short = (offset: number) => directory.readUInt16LE(at + offset)
  const long = (offset: number) => directory.readUInt32LE(at + offset)
  const end = at + entryLength + short(28)
  const name = directory.toString('utf8', at + entryLength, end)
  const entry = { name, method: short(10), packed: long(20), size: long(24), offset: long(42) }
  return { entry, next: end + short(30) + short(32) }
}

async function contentOf(
  { method, packed, size, offset }: Entry,
  file: FileHandle,
  { left, wrong }: { readonly left: number; readonly wrong: Wrong },
): Promise<Buffer> {
  if (size > left || packed > left) throw wrong('holds documents that are too large')
  const local = await bytes(file, offset, localLength)
  if (local.length < localLength) throw wrong('is broken')
  const start = offset + localLength + local.readUInt16LE(26) + local.readUInt16LE(28)
  const content = await unpacked(await bytes(file, start, packed), { method, size, wrong })
  if (content.length === size) return content
  throw wrong('is broken')
}

async function unpacked(
  packed: Buffer,
  { method, size, wrong }: { readonly method: number; readonly size: number; readonly wrong: Wrong },
): Promise<Buffer> {
  if (method === 0) return packed
  if (method !== 8) throw wrong('is packed in an unknown way')
  return inflate(packed, { maxOutputLength: Math.max(1, size) }).catch((error: unknown) => {
    throw isCode(error, 'ERR_BUFFER_TOO_LARGE') ? wrong('holds a file that is larger than it says') : wrong('is broken')
  })
}

async function bytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
