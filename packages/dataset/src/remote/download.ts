import { createHash, type Hash } from 'node:crypto'
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { errorMessage, FaultError, InputError } from '@trainyard/ports'
import type { SourceFile } from '../files/source.ts'
import type { DataServices } from '../sources/place.ts'
import { chunksOf } from './chunks.ts'
import type { Store, StoredObject } from './types.ts'

export interface Fetching {
  readonly store: Store
  readonly services: Pick<DataServices, 'clock'>
  /** Told how many bytes have come. */
  readonly progress: (bytes: number) => void
  /** Digest to make of the bytes; by default sha256. */
  readonly algorithm?: 'sha256' | 'md5'
}

/** Where an object goes, and its name in messages. */
export interface Target extends Pick<SourceFile, 'path' | 'absolute'> {
  /** Files that get the same bytes. */
  readonly copies?: readonly string[]
}

/** What came, and what the server called it. */
export interface Fetched {
  readonly digest: string
  readonly bytes: number
  readonly etag?: string
  readonly version?: string
}

/** Cuts in a row after which nothing came. */
const mostCuts = 5

/**
 * Brings an object to a file. Where the connection is cut, it goes on from there, as long as the server still has the same
 * bytes.
 * @throws {InputError} where they change meanwhile; FaultError where the connection is cut again and again
 */
export async function download(object: StoredObject, file: Target, fetching: Fetching): Promise<Fetched> {
  const outs = openAll([file.absolute, ...(file.copies ?? [])])
  const { clock } = fetching.services
  const received = { part: emptyPart(object, fetching) }
  try {
    for (let cuts = 0; ; ) {
      const { offset } = received.part
      const cut = await receive(object, file, { ...fetching, outs, received })
      if (cut === undefined) {
        // What came before a new beginning may have been longer.
        for (const out of outs) ftruncateSync(out, received.part.offset)
        return fetched(received.part)
      }
      cuts = received.part.offset > offset ? 1 : cuts + 1
      if (cuts >= mostCuts) throw new FaultError(`${file.path}: ${cut}, ${cuts} times in a row`)
      await clock.sleep(500 * 2 ** (cuts - 1))
    }
  } finally {
    for (const out of outs) closeSync(out)
  }
}

function openAll(names: readonly string[]): readonly number[] {
  const outs: number[] = []
  try {
    for (const name of names) outs.push(openSync(name, 'w'))
    return outs
  } catch (error) {
    for (const out of outs) closeSync(out)
    throw error
  }
}

/** What has come so far. */
interface Part {
  readonly hash: Hash
  readonly offset: number
  readonly total?: number | undefined
  readonly etag?: string | undefined
  readonly version?: string | undefined
}

interface Receiving extends Fetching {
  readonly outs: readonly number[]
  readonly received: { part: Part }
}

function emptyPart({ etag }: StoredObject, { algorithm = 'sha256' }: Pick<Fetching, 'algorithm'>): Part {
  return { hash: createHash(algorithm), offset: 0, etag }
}

function fetched({ hash, offset, etag, version }: Part): Fetched {
  return {
    digest: hash.digest('hex'),
    bytes: offset,
    ...(etag !== undefined && { etag }),
    ...(version !== undefined && { version }),
  }
}

/** Receives what is missing. @returns what cut it short; nothing where it is whole */
async function receive(object: StoredObject, file: Target, receiving: Receiving): Promise<string | undefined> {
  const { store, received } = receiving
  if (!isStrong(received.part.etag)) received.part = emptyPart(object, receiving)
  const response = await store.get(object, conditions(received.part))
  received.part = await agreed(response, received.part, file, receiving)
  try {
    for await (const chunk of chunksOf(response)) keep(chunk, receiving)
  } catch (error) {
    if (error instanceof FaultError || error instanceof InputError) throw error
    return `the connection was cut after ${received.part.offset} bytes: ${errorMessage(error)}`
  }
  const { offset, total } = received.part
  if (total !== undefined && offset > total)
    throw new FaultError(`${file.path}: more bytes came than the ${total} announced`)
  return total !== undefined && offset < total ? `only ${offset} of ${total} bytes came` : undefined
}

/** Hashed and written at once: a piece that the processor's cache still holds costs half of one that waits its turn. */
function keep(chunk: Uint8Array, { outs, received, progress }: Receiving): void {
  const { part } = received
  for (const out of outs) writeAll(out, chunk, part.offset)
  part.hash.update(chunk)
  received.part = { ...part, offset: part.offset + chunk.length }
  progress(chunk.length)
}

function writeAll(out: number, chunk: Uint8Array, position: number): void {
  try {
    for (let at = 0; at < chunk.length; ) at += writeSync(out, chunk, at, chunk.length - at, position + at)
  } catch (error) {
    throw new FaultError(`what came cannot be written: ${errorMessage(error)}`, { cause: error })
  }
}

/** A weak or missing entity tag does not tell whether the bytes are still the same (RFC 9110, section 8.8.1). */
function isStrong(etag: string | undefined): etag is string {
  return etag !== undefined && !etag.startsWith('W/')
}

function conditions({ offset, etag }: Part): Record<string, string> {
  return {
    'accept-encoding': 'identity',
    ...(isStrong(etag) && { 'if-match': etag }),
    ...(offset > 0 && { range: `bytes=${offset}-` }),
  }
}

/** The answer belongs to what came before. @throws {InputError} where it does not */
async function agreed(response: Response, part: Part, { path }: Target, fetching: Fetching): Promise<Part> {
  const { status, headers } = response
  const etag = headers.get('etag') ?? undefined
  const total = totalOf(response)
  const differs = part.offset > 0 && part.total !== undefined && total !== undefined && part.total !== total
  const changed =
    status === 412 || status === 416 || differs || (isStrong(part.etag) && isStrong(etag) && part.etag !== etag)
  if (changed) {
    await response.body?.cancel()
    throw new InputError('it changed while it was read', {
      at: { file: path },
      remedy: 'Run again when nothing writes to it, or name data that stays as it is.',
    })
  }
  const version = headers.get('x-amz-version-id') ?? headers.get('x-goog-generation') ?? headers.get('x-ms-version-id')
  const known = { total, etag: etag ?? part.etag, ...(version !== null && version !== 'null' && { version }) }
  // A server that knows no ranges begins anew.
  if (part.offset > 0 && status !== 206) return { ...emptyPart({ key: '' }, fetching), ...known }
  return { ...part, ...known }
}

/** Size of the whole; unknown where the answer is packed or does not say. */
function totalOf({ headers, status }: Response): number | undefined {
  const packed = headers.get('content-encoding') ?? 'identity'
  const range = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
  const length = status === 206 ? range : headers.get('content-length')
  return packed !== 'identity' || !length ? undefined : Number(length)
}
