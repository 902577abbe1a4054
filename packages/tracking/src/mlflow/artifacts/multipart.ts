import path from 'node:path'
import { HttpError } from '@trainyard/http'
import { sha256File } from '@trainyard/ports'
import { listAt, mapAt, numberAt, textAt } from '../rest/read.ts'
import type { MlflowServer } from '../rest/server.ts'
import { type ArtifactProxy, partsUrl } from './place.ts'
import { transferTimeout } from './proxy.ts'
import { expectRecorded, type SourceFile, streamOf } from './source.ts'

/** Files from this size on go in parts, where the server can have it so. */
export const smallestInParts = 64 * 2 ** 20
/** Bytes of a part, unless that would be too many parts. */
const partBytes = 16 * 2 ** 20
/** Most parts that S3 takes. */
const mostParts = 10_000
const atOnce = 4

interface Part {
  readonly number: number
  /** Signed: it alone says who may write, and it may lead to another host than the server. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

interface Sent {
  readonly part_number: number
  readonly etag: string
  readonly url: string
}

/** Sends a file to the store in parts, several at a time, past the server. All parts become a file at the end, or none. */
export async function putInParts(server: MlflowServer, proxy: ArtifactProxy, source: SourceFile): Promise<void> {
  expectRecorded(source, await sha256File(source.from))
  const size = Math.max(partBytes, Math.ceil(source.bytes / mostParts))
  const { id, parts } = await begin(server, proxy, source, Math.ceil(source.bytes / size))
  try {
    const sent = await inParallel(parts, (part) => sendPart(server, source, part, size))
    await tell(server, proxy, source, 'complete', { upload_id: id, parts: sent })
  } catch (error) {
    await tell(server, proxy, source, 'abort', { upload_id: id }).catch(() => undefined)
    throw error
  }
}

async function begin(server: MlflowServer, proxy: ArtifactProxy, source: SourceFile, count: number) {
  const answer = await tell(server, proxy, source, 'create', { num_parts: count })
  const parts = listAt(answer, 'credentials').map((credential) => ({
    number: numberAt(credential, 'part_number') ?? 0,
    url: textAt(credential, 'url'),
    headers: mapAt(credential, 'headers'),
  }))
  return { id: textAt(answer, 'upload_id'), parts }
}

function tell(server: MlflowServer, proxy: ArtifactProxy, { file }: SourceFile, what: string, more: object) {
  const { dir, base } = path.posix.parse(file)
  return server.http.json({
    method: 'POST',
    url: partsUrl(proxy, what, dir),
    headers: { ...proxy.headers, 'content-type': 'application/json' },
    body: () => JSON.stringify({ path: base, ...more }),
    repeatable: what === 'create',
  })
}

async function sendPart({ http }: MlflowServer, source: SourceFile, part: Part, size: number): Promise<Sent> {
  const start = (part.number - 1) * size
  const end = Math.min(start + size, source.bytes) - 1
  const response = await http.send({
    method: 'PUT',
    url: part.url,
    headers: { ...part.headers, 'content-length': String(end - start + 1) },
    body: () => streamOf(source.from, { start, end }),
    timeoutMs: transferTimeout(size),
  })
  await response.body?.cancel()
  return { part_number: part.number, etag: response.headers.get('etag') ?? '', url: part.url }
}

/** Some at a time, the results in order; after a failure no further one is begun. */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}

/** Whether the store that the parts would go to cannot be reached from here, so that the server must pass the file on. */
export function isOutOfReach(error: unknown): boolean {
  return error instanceof HttpError && error.status === undefined
}
