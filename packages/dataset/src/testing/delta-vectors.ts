import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { crc32 } from 'node:zlib'

/** A vector of one array container, and its descriptors. */
export function vector(rows: readonly number[]) {
  const bytes = Buffer.alloc(4 + 8 + 4 + 8 + 4 + 4 + 2 * rows.length)
  bytes.writeUInt32LE(1_681_511_377)
  bytes.writeUInt32LE(1, 4)
  bytes.writeUInt32LE(12346, 16)
  bytes.writeUInt32LE(1, 20)
  bytes.writeUInt16LE(rows.length - 1, 26)
  bytes.writeUInt32LE(36, 28)
  for (const [index, row] of rows.entries()) bytes.writeUInt16LE(row, 32 + 2 * index)
  return bytes
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#'

/** The text that Z85 writes for bytes, filled up with zeros. */
export function z85(bytes: Buffer): string {
  const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
  return Array.from({ length: padded.length / 4 }, (_, word) =>
    Array.from(
      { length: 5 },
      (_, digit) => alphabet[Math.floor(padded.readUInt32BE(word * 4) / 85 ** (4 - digit)) % 85],
    ).join(''),
  ).join('')
}

/** A vector that stands in the log. */
export function inline(rows: readonly number[], cardinality = rows.length) {
  const bytes = vector(rows)
  return { storageType: 'i', pathOrInlineDv: z85(bytes), sizeInBytes: bytes.length, cardinality }
}

/** Writes a file of deletion vectors, and gives each one's place in it. */
export async function stored(file: string, vectors: readonly (readonly number[])[]) {
  const parts = [Buffer.from([1])]
  const places = vectors.map((rows) => {
    const bytes = vector(rows)
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    size.writeUInt32BE(bytes.length)
    sum.writeUInt32BE(crc32(bytes))
    const offset = Buffer.concat(parts).length
    parts.push(size, bytes, sum)
    return { offset, sizeInBytes: bytes.length, cardinality: rows.length }
  })
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, Buffer.concat(parts))
  return places
}
