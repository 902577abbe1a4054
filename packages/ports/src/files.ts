import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'

/** Writes a whole file or nothing: a temporary file beside it is flushed, then renamed over it. */
export async function writeFileAtomic(file: string, content: string | Uint8Array): Promise<void> {
  await replaceAtomic(file, async (temporary) => {
    const handle = await open(temporary, 'w')
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
  })
}

/** Lets `write` make a file or folder under a temporary name, then puts it in the place of `target`. */
export async function replaceAtomic<T>(target: string, write: (temporary: string) => Promise<T>): Promise<T> {
  await mkdir(path.dirname(target), { recursive: true })
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const result = await write(temporary)
    await renameOver(temporary, target)
    return result
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
}

/** Hexadecimal sha256 of a string or bytes. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

const pieceSize = 2 ** 20

/** Hexadecimal sha256 of a file, piece by piece. */
export function sha256File(file: string, signal?: AbortSignal): Promise<string> {
  return hashFile('sha256', file, signal)
}

/** Hexadecimal digest of a file, piece by piece. @throws what the signal is aborted with */
export async function hashFile(algorithm: 'sha256' | 'md5', file: string, signal?: AbortSignal): Promise<string> {
  const handle = await open(file)
  const hash = createHash(algorithm)
  const buffer = Buffer.allocUnsafe(pieceSize)
  try {
    const read = async () => (await handle.read(buffer)).bytesRead
    for (let bytes = await read(); bytes > 0; bytes = await read()) {
      signal?.throwIfAborted()
      hash.update(buffer.subarray(0, bytes))
    }
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}

/** Hexadecimal sha256 over the sorted relative paths and contents of a folder's files. */
export async function sha256Folder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  const lines = await Promise.all(
    files.map(async (file) => `${path.relative(folder, file).split(path.sep).join('/')}\0${await sha256File(file)}`),
  )
  return sha256(lines.sort().join('\n'))
}

async function renameOver(temporary: string, target: string): Promise<void> {
  try {
    await rename(temporary, target)
  } catch (error) {
    if (
      !isCode(error, 'ENOTEMPTY') &&
      !isCode(error, 'EEXIST') &&
      !isCode(error, 'ENOTDIR') &&
      !isCode(error, 'EISDIR')
    )
      throw error
    await rm(target, { recursive: true, force: true })
    await rename(temporary, target)
  }
}

/** Whether a thrown value is a system error with this code, such as `ENOENT`. */
export function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code
}

/** Whether a name is an address such as `https://…` or `s3://…`, and not a path. */
export function isUrl(name: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(name)
}
