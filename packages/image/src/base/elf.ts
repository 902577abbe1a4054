import { type FileHandle, open } from 'node:fs/promises'
import { InputError } from '@trainyard/ports'

/** What the header of a program or shared library says about what it needs. */
export interface ElfHeader {
  /** `e_machine`: 62 is x86-64, 183 is AArch64. */
  readonly machine: number
  /** The dynamic linker, of a program. */
  readonly interpreter: string | undefined
  /** Names of shared libraries (DT_NEEDED). */
  readonly needed: readonly string[]
}

interface Segment {
  readonly type: number
  readonly offset: number
  readonly address: number
  readonly size: number
}

// System V ABI, chapters 4 and 5; names as in elf.h.
const PT_LOAD = 1
const PT_DYNAMIC = 2
const PT_INTERP = 3
const DT_NEEDED = 1
const DT_STRTAB = 5
const DT_STRSZ = 10
const magic = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1])
const headerBytes = 64
const segmentBytes = 56
const entryBytes = 16
const longestSection = 1 << 24

/** Reads a 64-bit little-endian ELF file; `undefined` where it is something else. @throws InputError where it is damaged */
export async function readElf(file: string): Promise<ElfHeader | undefined> {
  const handle = await open(file)
  try {
    const header = await readAt(handle, 0, headerBytes)
    if (!header.subarray(0, magic.length).equals(magic) || header.length < headerBytes) return undefined
    const segments = await readSegments(handle, header)
    const machine = header.readUInt16LE(18)
    return { machine, interpreter: await readInterpreter(handle, segments), needed: await readNeeded(handle, segments) }
  } catch (cause) {
    if (!isOutOfRange(cause)) throw cause
    throw new InputError(`${file} is a damaged program or library`, { cause })
  } finally {
    await handle.close()
  }
}

/** Node's own buffers and this file say so when a number leads outside. */
function isOutOfRange(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'RangeError'
}

async function readSegments(handle: FileHandle, header: Buffer): Promise<Segment[]> {
  const count = header.readUInt16LE(56)
  const table = await readAt(handle, number64(header, 32), count * segmentBytes)
  return Array.from({ length: count }, (_, index) => {
    const segment = table.subarray(index * segmentBytes, (index + 1) * segmentBytes)
    return {
      type: segment.readUInt32LE(0),
      offset: number64(segment, 8),
      address: number64(segment, 16),
      size: number64(segment, 32),
    }
  })
}

async function readInterpreter(handle: FileHandle, segments: readonly Segment[]): Promise<string | undefined> {
  const segment = segments.find(({ type }) => type === PT_INTERP)
  return segment && textAt(await readAt(handle, segment.offset, segment.size), 0)
}

async function readNeeded(handle: FileHandle, segments: readonly Segment[]): Promise<string[]> {
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC)
  if (!dynamic) return []
  const entries = dynamicEntries(await readAt(handle, dynamic.offset, dynamic.size))
  const entryOf = (tag: number) => entries.find((entry) => entry.tag === tag)?.value ?? 0
  const names = await readAt(handle, fileOffset(segments, entryOf(DT_STRTAB)), entryOf(DT_STRSZ))
  return entries.filter(({ tag }) => tag === DT_NEEDED).map(({ value }) => textAt(names, value))
}

function dynamicEntries(table: Buffer): { tag: number; value: number }[] {
  return Array.from({ length: Math.floor(table.length / entryBytes) }, (_, index) => ({
    tag: number64(table, index * entryBytes),
    value: number64(table, index * entryBytes + 8),
  }))
}

/** Addresses count in memory; the loaded segment they fall into tells where that is in the file. */
function fileOffset(segments: readonly Segment[], address: number): number {
  const loaded = segments.find(
    (segment) => segment.type === PT_LOAD && address >= segment.address && address < segment.address + segment.size,
  )
  if (!loaded) throw new RangeError(`address ${address} is in no segment`)
  return address - loaded.address + loaded.offset
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  if (length > longestSection) throw new RangeError(`a section of ${length} bytes`)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function textAt(bytes: Buffer, start: number): string {
  const end = bytes.indexOf(0, start)
  if (start >= bytes.length || end < 0) throw new RangeError('a name outside of its table')
  return bytes.toString('latin1', start, end)
}

function number64(bytes: Buffer, offset: number): number {
  const value = bytes.readBigUInt64LE(offset)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`a number of ${value}`)
  return Number(value)
}
