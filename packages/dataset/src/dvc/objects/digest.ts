import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { hashFile } from '@trainyard/ports'
import type { ObjectId } from '../types.ts'
import { digestOf, isFolder } from './name.ts'

/** How DVC reads a file to hash it: what is text is decided for each piece anew. */
const pieceSize = 2 ** 20
const looked = 512

/**
 * Tells whether a file holds the bytes of an object.
 * @param raw md5 of its bytes, where it is known already
 * @returns the md5 that it has instead
 */
export async function otherDigest(file: string, object: ObjectId, raw?: string): Promise<string | undefined> {
  const md5 = raw ?? (await md5File(file))
  if (md5 === digestOf(object)) return undefined
  if (object.hash === 'md5' || isFolder(object)) return md5
  const legacy = await unixDigest(file)
  return legacy === object.md5 ? undefined : legacy
}

/** A file that is read in a moment is read at once: among thousands of small ones, waiting for each takes longer. */
const small = 2 ** 22

/** The md5 of a file's bytes. */
export async function md5File(file: string): Promise<string> {
  if (statSync(file).size > small) return hashFile('md5', file)
  return createHash('md5').update(readFileSync(file)).digest('hex')
}

/** The md5 of DVC before 3.0 (dvc-data: hashfile/hash.py): CRLF counts as LF in pieces that look like text. */
export async function unixDigest(file: string): Promise<string> {
  const hash = createHash('md5')
  const buffer = Buffer.alloc(pieceSize)
  const handle = await open(file)
  try {
    for (;;) {
      const piece = buffer.subarray(0, await fill(handle, buffer))
      if (piece.length === 0) return hash.digest('hex')
      hash.update(isText(piece.subarray(0, looked)) ? withUnixLines(piece) : piece)
    }
  } finally {
    await handle.close()
  }
}

async function fill(handle: Awaited<ReturnType<typeof open>>, buffer: Buffer): Promise<number> {
  let filled = 0
  for (;;) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled)
    filled += bytesRead
    if (bytesRead === 0 || filled === buffer.length) return filled
  }
}

/** dvc-data: hashfile/istextfile.py. */
function isText(block: Buffer): boolean {
  const other = block.filter((byte) => !((byte >= 32 && byte < 127) || [8, 9, 10, 12, 13].includes(byte)))
  return !block.includes(0) && other.length / block.length <= 0.3
}

function withUnixLines(piece: Buffer): Uint8Array {
  return piece.filter((byte, index) => !(byte === 13 && piece[index + 1] === 10))
}
