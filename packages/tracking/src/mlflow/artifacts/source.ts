import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { FaultError } from '@trainyard/ports'

/** A file to send, as it was when it was recorded. */
export interface SourceFile {
  /** Name below the place, with forward slashes. */
  readonly file: string
  readonly from: string
  readonly bytes: number
  readonly sha256: string
}

const pieceSize = 2 ** 20

/** Sends the bytes of a file, hashed on their way. @throws FaultError where they are no longer those that were recorded */
export async function sendHashed<T>(
  source: Pick<SourceFile, 'from' | 'sha256'>,
  send: (body: () => ReadableStream<Uint8Array>) => Promise<T>,
): Promise<T> {
  let hash = createHash('sha256')
  const body = () => {
    hash = createHash('sha256')
    return streamOf(source.from, {}, (piece) => hash.update(piece))
  }
  const result = await send(body)
  expectRecorded(source, hash.digest('hex'))
  return result
}

/** The bytes of a file, or some of them, both ends included. */
export function streamOf(
  file: string,
  range: { readonly start?: number; readonly end?: number },
  seen: (piece: Uint8Array) => void = () => undefined,
): ReadableStream<Uint8Array> {
  const stream = createReadStream(file, { ...range, highWaterMark: pieceSize })
  return ReadableStream.from(tapped(stream, seen))
}

async function* tapped(stream: Readable, seen: (piece: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) {
    seen(piece)
    yield piece
  }
}

/** @throws FaultError where a file was changed since its digest was taken */
export function expectRecorded({ from, sha256 }: Pick<SourceFile, 'from' | 'sha256'>, found: string): void {
  if (found !== sha256)
    throw new FaultError(`${from}: hashes to ${found}, but ${sha256} was recorded before it was sent`)
}
