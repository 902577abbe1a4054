import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { HttpAnswer } from '@trainyard/http'
import { FaultError, InputError, replaceAtomic } from '@trainyard/ports'
import { serverInfo } from '../rest/info.ts'
import type { MlflowServer } from '../rest/server.ts'
import { putSigned, signedDownload } from './direct.ts'
import { isOutOfReach, putInParts, smallestInParts } from './multipart.ts'
import { type ArtifactPlace, type ArtifactProxy, fileUrl, proxyOf } from './place.ts'
import { piecesOf, putThrough, sizesThrough } from './proxy.ts'
import type { SourceFile } from './source.ts'

/** Sends files to a place. Each is hashed on its way, and its size there is asked for afterwards. @throws FaultError */
export async function putFiles(
  server: MlflowServer,
  place: ArtifactPlace,
  files: readonly SourceFile[],
): Promise<void> {
  const proxy = proxyOf(server, place)
  for (const file of files) await (proxy ? putProxied(server, proxy, file) : putSigned(server, place, file))
  if (proxy) await expectSizes(server, proxy, files)
}

async function putProxied(server: MlflowServer, proxy: ArtifactProxy, file: SourceFile): Promise<void> {
  const inParts = file.bytes >= smallestInParts && (await serverInfo(server)).multipart
  if (!inParts) return putThrough(server, proxy, file)
  try {
    await putInParts(server, proxy, file)
  } catch (error) {
    if (!isOutOfReach(error)) throw error
    await putThrough(server, proxy, file)
  }
}

async function expectSizes(server: MlflowServer, proxy: ArtifactProxy, files: readonly SourceFile[]): Promise<void> {
  for (const folder of new Set(files.map(({ file }) => path.posix.parse(file).dir))) {
    const sizes = await sizesThrough(server, proxy, folder)
    const members = files.map(({ file, bytes }) => ({ file, bytes, ...path.posix.parse(file) }))
    for (const { file, bytes, dir, base } of members) if (dir === folder) expectSize(file, bytes, sizes.get(base))
  }
}

function expectSize(file: string, bytes: number, found: number | undefined): void {
  if (found === bytes) return
  throw new FaultError(`${file}: ${bytes} bytes were sent to MLflow, and ${found ?? 'no'} bytes are there`)
}

/**
 * Copies a file of a place to this machine, hashed while it arrives; whole or not at all.
 * @returns false where the place has no such file
 * @throws InputError where its bytes are not those that were recorded
 */
export async function fetchFile(
  server: MlflowServer,
  place: ArtifactPlace,
  { file, sha256 }: { readonly file: string; readonly sha256: string },
  into: string,
): Promise<boolean> {
  return server.http.retry(async () => {
    const answer = await download(server, place, file)
    if (answer === undefined) return false
    await replaceAtomic(into, async (temporary) => expectDigest(file, sha256, await save(answer, temporary)))
    return true
  })
}

/** The text of a small file; undefined where there is none. */
export async function fetchText(server: MlflowServer, place: ArtifactPlace, file: string): Promise<string | undefined> {
  return server.http.retry(async () => {
    const answer = await download(server, place, file)
    if (answer === undefined) return undefined
    return text(piecesOf(answer.response, answer.url))
  })
}

interface Download {
  readonly response: HttpAnswer
  readonly url: string
}

async function download(server: MlflowServer, place: ArtifactPlace, file: string): Promise<Download | undefined> {
  const proxy = proxyOf(server, place)
  const source = proxy
    ? { url: fileUrl(proxy, file), headers: proxy.headers }
    : await signedDownload(server, place, file)
  if (source === undefined) return undefined
  const response = await server.http.send({ ...source, repeatable: false, expect: [404] })
  if (response.ok) return { response, url: source.url }
  await response.body?.cancel()
  return undefined
}

async function save({ response, url }: Download, file: string): Promise<string> {
  const hash = createHash('sha256')
  const hashed = async function* () {
    for await (const piece of piecesOf(response, url)) {
      hash.update(piece)
      yield piece
    }
  }
  await pipeline(hashed, createWriteStream(file, { flush: true }))
  return hash.digest('hex')
}

function expectDigest(file: string, expected: string, found: string): void {
  if (found === expected) return
  throw new InputError(`${file} of MLflow hashes to ${found}, but ${expected} was recorded`, {
    remedy: 'It was changed or cut off after it was recorded. Remove the run, and train again.',
  })
}
