import { type HttpAnswer, pour } from '@trainyard/http'
import { errorMessage, FaultError, InputError } from '@trainyard/ports'
import type { SourceFile } from '../files/source.ts'
import { opensslHash, type RunningHash } from '../md5/index.ts'
import type { DataServices } from '../sources/place.ts'
import { openSink, type Sink } from './sink.ts'
import type { Store, StoredObject } from './types.ts'

export interface Fetching {
  readonly store: Store
  readonly services: Pick<DataServices, 'clock'>
  /** Told how many bytes have come. */
  readonly progress: (bytes: number) => void
  /** Digest to make of the bytes; by default sha256. */
  readonly newHash?: () => RunningHash
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
  const sink = openSink([file.absolute, ...(file.copies ?? [])], fetching.newHash ?? (() => opensslHash('sha256')))
  const { clock } = fetching.services
  const received = { origin: originOf(object) }
  try {
    for (let cuts = 0; ; ) {
      const before = sink.bytes()
      const cut = await receive(object, file, { ...fetching, sink, received })
      if (cut === undefined) return await fetched(sink, received.origin)
      cuts = sink.bytes() > before ? 1 : cuts + 1
      if (cuts >= mostCuts) throw new FaultError(`${file.path}: ${cut}, ${cuts} times in a row`)
      await clock.sleep(500 * 2 ** (cuts - 1))
    }
  } finally {
    sink.close()
  }
}

/** What the server says of the object. */
interface Origin {
  readonly total?: number | undefined
  readonly etag?: string | undefined
  readonly version?: string | undefined
}

interface Receiving extends Fetching {
  readonly sink: Sink
  readonly received: { origin: Origin }
}

function originOf({ etag }: StoredObject): Origin {
  return { etag }
}

async function fetched(sink: Sink, { etag, version }: Origin): Promise<Fetched> {
  return {
    digest: await sink.finish(),
    bytes: sink.bytes(),
    ...(etag !== undefined && { etag }),
    ...(version !== undefined && { version }),
  }
}

/** Receives what is missing. @returns what cut it short; nothing where it is whole */
async function receive(object: StoredObject, file: Target, receiving: Receiving): Promise<string | undefined> {
  const { store, sink, received, progress } = receiving
  if (!isStrong(received.origin.etag)) {
    sink.restart()
    received.origin = originOf(object)
  }
  const response = await store.get(object, conditions(received.origin, sink.bytes()))
  received.origin = await agreed(response, file, receiving)
  try {
    await pour(response, (piece) => {
      progress(piece.length)
      return sink.write(piece)
    })
  } catch (error) {
    if (error instanceof FaultError || error instanceof InputError) throw error
    return `the connection was cut after ${sink.bytes()} bytes: ${errorMessage(error)}`
  }
  const { total } = received.origin
  const bytes = sink.bytes()
  if (total !== undefined && bytes > total)
    throw new FaultError(`${file.path}: more bytes came than the ${total} announced`)
  return total !== undefined && bytes < total ? `only ${bytes} of ${total} bytes came` : undefined
}

/** A weak or missing entity tag does not tell whether the bytes are still the same (RFC 9110, section 8.8.1). */
function isStrong(etag: string | undefined): etag is string {
  return etag !== undefined && !etag.startsWith('W/')
}

function conditions({ etag }: Origin, offset: number): Record<string, string> {
  return {
    'accept-encoding': 'identity',
    ...(isStrong(etag) && { 'if-match': etag }),
    ...(offset > 0 && { range: `bytes=${offset}-` }),
  }
}

/** The answer belongs to what came before. @throws {InputError} where it does not */
async function agreed(response: HttpAnswer, { path }: Target, { sink, received }: Receiving): Promise<Origin> {
  const { origin } = received
  const { status, headers } = response
  const etag = headers.get('etag') ?? undefined
  const total = totalOf(response)
  const differs = sink.bytes() > 0 && origin.total !== undefined && total !== undefined && origin.total !== total
  const changed =
    status === 412 || status === 416 || differs || (isStrong(origin.etag) && isStrong(etag) && origin.etag !== etag)
  if (changed) {
    await response.body?.cancel()
    throw new InputError('it changed while it was read', {
      at: { file: path },
      remedy: 'Run again when nothing writes to it, or name data that stays as it is.',
    })
  }
  const version = headers.get('x-amz-version-id') ?? headers.get('x-goog-generation') ?? headers.get('x-ms-version-id')
  // A server that knows no ranges begins anew.
  if (status !== 206) sink.restart()
  return {
    ...(status === 206 && origin),
    total,
    etag: etag ?? origin.etag,
    ...(version !== null && version !== 'null' && { version }),
  }
}

/** Size of the whole; unknown where the answer is packed or does not say. */
function totalOf({ headers, status }: HttpAnswer): number | undefined {
  const packed = headers.get('content-encoding') ?? 'identity'
  const range = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
  const length = status === 206 ? range : headers.get('content-length')
  return packed !== 'identity' || !length ? undefined : Number(length)
}
