import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { type HttpAnswer, HttpError, type HttpRequest } from '@trainyard/http'
import { FaultError, InputError } from '@trainyard/ports'
import type { Descriptor } from '../documents.ts'
import { blobFile, hasBlob, type Layout, putBlob } from '../layout/layout.ts'
import type { Repository } from './client.ts'

export type BlobFate = 'there' | 'mounted' | 'uploaded'

/** A slow line of 256 KiB a second is still waited for. */
const slowestBytesPerMs = 262
const patienceMs = 60_000

/**
 * Makes a blob part of the repository: checks whether it is, asks the registry to take it from `from`, and sends it only
 * then. Distribution specification 1.1, "Pushing blobs".
 */
export async function pushBlob(
  repository: Repository,
  layout: Layout,
  descriptor: Descriptor,
  from?: string,
): Promise<BlobFate> {
  const { digest } = descriptor
  const found = await repository.send({ method: 'HEAD', url: repository.url(`blobs/${digest}`), expect: [404] })
  if (found.ok) return 'there'
  return repository.http.retry(() => upload(repository, layout, descriptor, from))
}

/** A broken upload begins anew: its old session cannot be trusted. */
async function upload(
  repository: Repository,
  layout: Layout,
  { digest, size }: Descriptor,
  from?: string,
): Promise<BlobFate> {
  const started = await startUpload(repository, digest, from)
  if (started.status === 201) return 'mounted'
  const url = uploadAddress(repository, started, digest)
  const stored = await repository.send({
    method: 'PUT',
    url,
    repeatable: false,
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
    body: () => webStream(createReadStream(blobFile(layout, digest), { highWaterMark: 1 << 18 })),
    timeoutMs: patienceMs + size / slowestBytesPerMs,
  })
  checkDigest(stored, digest, repository)
  return 'uploaded'
}

function startUpload(repository: Repository, digest: string, from: string | undefined): Promise<HttpAnswer> {
  const url = repository.url('blobs/uploads/')
  if (from) {
    url.searchParams.set('mount', digest)
    url.searchParams.set('from', from)
  }
  return repository.send({ method: 'POST', url, headers: { 'content-length': '0' } })
}

function uploadAddress(repository: Repository, started: HttpAnswer, digest: string): URL {
  const location = started.headers.get('location')
  if (!location) throw new FaultError(`${repository.registry} gave no address for an upload`)
  const url = new URL(location, repository.url('blobs/uploads/'))
  url.searchParams.set('digest', digest)
  return url
}

/** @throws FaultError where the registry says that it stored other bytes */
export function checkDigest(response: HttpAnswer, expected: string, { registry }: Repository): void {
  const actual = response.headers.get('docker-content-digest')
  if (actual && actual !== expected) throw new FaultError(`${registry} stored ${actual} instead of ${expected}`)
}

/** Brings a blob into a layout, unless it is there. @throws InputError where the registry sends other bytes */
export async function pullBlob(repository: Repository, layout: Layout, { digest }: Descriptor): Promise<void> {
  if (await hasBlob(layout, digest)) return
  const request: HttpRequest = { url: repository.url(`blobs/${digest}`), repeatable: false }
  await repository.http.retry(async () => {
    const response = await repository.send(request)
    try {
      await putBlob(layout, Readable.from(response.body ?? []), [], digest)
    } catch (cause) {
      if (cause instanceof InputError) throw cause
      throw new HttpError({ method: 'GET', url: request.url }, 'the download broke off', { cause })
    }
  })
}

function webStream(stream: Readable): ReadableStream {
  return Readable.toWeb(stream) as ReadableStream
}
