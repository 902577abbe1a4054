import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { isCode } from '@trainyard/ports'
import { type DeletionVector, vectorId } from '../log/actions.ts'
import { absolutePath } from '../paths.ts'
import { broken, type TableFolder, type TablePlace } from '../place.ts'
import { decodeRoaring, type Range } from './roaring.ts'
import { decodeZ85 } from './z85.ts'

/**
 * The bytes of a deletion vector: from the log itself, or from its file, whose checksum is verified.
 * @throws {InputError} where they are missing or broken
 */
export async function vectorBytes(vector: DeletionVector, table: TableFolder, place: TablePlace): Promise<Buffer> {
  const { storageType, pathOrInlineDv, sizeInBytes } = vector
  if (storageType === 'i') return inlineBytes(pathOrInlineDv, sizeInBytes, place)
  if (storageType === 'u') return storedBytes(vector, relativeFile(pathOrInlineDv, place), table, place)
  if (storageType === 'p') return storedBytes(vector, pathOrInlineDv, table, place)
  throw broken(place, `a deletion vector is stored in a way that is not known: '${storageType}'`)
}

/**
 * Rows that a deletion vector deletes, counted from 0, ascending.
 * @param rows that its data file has
 * @throws {InputError} where the bytes are broken, or do not fit the vector's own count or the file
 */
export function deletedRows(bytes: Buffer, { cardinality }: DeletionVector, rows: number, place: TablePlace): Range[] {
  const ranges: Range[] = []
  let count = 0
  try {
    for (const range of decodeRoaring(bytes)) {
      if (range.last >= rows) throw new RangeError(`it deletes row ${range.last}, and its file has ${rows} rows`)
      count += range.last - range.first + 1
      ranges.push(range)
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw broken(place, `a deletion vector is broken: ${cause.message}`, { cause })
  }
  if (count !== cardinality) throw broken(place, `a deletion vector has ${count} rows, and the log says ${cardinality}`)
  return ranges
}

function inlineBytes(text: string, size: number, place: TablePlace): Buffer {
  const bytes = z85(text, place)
  if (bytes.length >= size && bytes.length - size < 4) return bytes.subarray(0, size)
  throw broken(place, `a deletion vector has ${bytes.length} bytes, and the log says ${size}`)
}

/** `u`: characters of a folder, if any, and then 20 for a UUID. */
function relativeFile(written: string, place: TablePlace): string {
  const folder = written.slice(0, -20)
  const hex = z85(written.slice(-20), place).toString('hex')
  if (hex.length !== 32) throw broken(place, `'${written}' names no deletion vector`)
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return `${folder === '' ? '' : `${encodeURIComponent(folder)}/`}deletion_vector_${uuid}.bin`
}

function z85(text: string, place: TablePlace): Buffer {
  try {
    return decodeZ85(text)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw broken(place, `a deletion vector is no Z85: ${cause.message}`, { cause })
  }
}

/** A file begins with its format's version, 1. Each vector in it: its size, its bytes, and their CRC-32, big-endian. */
async function storedBytes(
  vector: DeletionVector,
  written: string,
  table: TableFolder,
  { version }: TablePlace,
): Promise<Buffer> {
  const { offset = 0, sizeInBytes: size } = vector
  const place = { version, file: `${table.path}/${written}` }
  const held = await readSlices(
    absolutePath(table, written, place),
    [
      [0, 1],
      [offset, size + 8],
    ],
    place,
  )
  const [format, stored] = held
  if (format?.length !== 1 || stored?.length !== size + 8) throw broken(place, 'this file of deletion vectors is cut')
  if (format[0] !== 1) throw broken(place, `its deletion vectors are of format ${format[0]}, and known is 1`)
  const bytes = stored.subarray(4, 4 + size)
  if (stored.readUInt32BE(0) !== size)
    throw broken(place, `the size of ${vectorId(vector)} is not ${size}, as the log says`)
  if (stored.readUInt32BE(4 + size) !== crc32(bytes))
    throw broken(place, `the checksum of ${vectorId(vector)} is wrong`)
  return bytes
}

async function readSlices(
  file: string,
  slices: readonly (readonly [start: number, length: number])[],
  place: TablePlace,
): Promise<Buffer[]> {
  const handle = await open(file).catch((cause: unknown) => {
    if (!isCode(cause, 'ENOENT')) throw cause
    throw broken(place, 'this file of deletion vectors is missing', { cause })
  })
  try {
    const size = (await handle.stat()).size
    return await Promise.all(
      slices.map(async ([start, length]) => {
        const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - start)))
        return buffer.subarray(0, (await handle.read(buffer, 0, buffer.length, start)).bytesRead)
      }),
    )
  } finally {
    await handle.close()
  }
}
