import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { InputError } from '@trainyard/ports'
import { pack as createPack, type Header, type Pack } from 'tar-stream'
import { createMeter } from '../digest.ts'
import { type FileSource, orderEntries, type TarEntry } from './entry.ts'

const chunkBytes = 1 << 20

type Owner = Pick<Header, 'mtime' | 'uid' | 'gid'>
type EntryHeader = Owner & Pick<Header, 'name' | 'type' | 'mode'> & Partial<Pick<Header, 'linkname'>>

/**
 * A tar archive (POSIX ustar, pax where a name is long) whose bytes depend on nothing but its entries: sorted, owned by
 * root, all of one time. Files are streamed.
 * @param seconds modification time of every member, seconds since 1970
 */
export function packTar(entries: readonly TarEntry[], seconds = 0): Readable {
  return Readable.from(tarBytes(orderEntries(entries), new Date(seconds * 1000)), { objectMode: false })
}

async function* tarBytes(entries: readonly TarEntry[], mtime: Date): AsyncGenerator<unknown> {
  const pack = createPack()
  const written = writeEntries(pack, entries, mtime).catch((error: Error) => {
    pack.destroy(error)
    throw error
  })
  // The failure is thrown below, where the reader can see it.
  written.catch(() => undefined)
  try {
    yield* pack
  } finally {
    await written
  }
}

async function writeEntries(pack: Pack, entries: readonly TarEntry[], mtime: Date): Promise<void> {
  for (const entry of entries) await writeEntry(pack, entry, { mtime, uid: 0, gid: 0 })
  pack.finalize()
}

async function writeEntry(pack: Pack, entry: TarEntry, owner: Owner): Promise<void> {
  switch (entry.type) {
    case 'folder':
      return written(pack, { ...owner, name: `${entry.path}/`, type: 'directory', mode: entry.mode })
    case 'symlink':
      return written(pack, { ...owner, name: entry.path, type: 'symlink', mode: 0o777, linkname: entry.target })
    case 'file':
      return writeFile(pack, { ...owner, name: entry.path, type: 'file', mode: entry.mode }, entry.content)
  }
}

async function writeFile(pack: Pack, header: EntryHeader, content: Uint8Array | FileSource): Promise<void> {
  if (content instanceof Uint8Array) return written(pack, header, Buffer.from(content))
  const meter = createMeter()
  const source = createReadStream(content.file, { highWaterMark: chunkBytes })
  try {
    await pipeline(source, meter.stream, pack.entry({ ...header, size: content.size }))
  } catch (cause) {
    if (meter.bytes() === content.size) throw cause
    throw changed(content, cause)
  }
  if (meter.digest() !== `sha256:${content.sha256}`) throw changed(content)
}

function written(pack: Pack, header: EntryHeader, content?: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve())
    if (content) pack.entry(header, content, done)
    else pack.entry(header, done)
  })
}

function changed({ file }: FileSource, cause?: unknown): InputError {
  return new InputError(`${file} changed while it was read`, { cause, remedy: 'Run again when nothing writes to it.' })
}
