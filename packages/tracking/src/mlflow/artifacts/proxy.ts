import type { HttpAnswer } from '@trainyard/http'
import { HttpError } from '@trainyard/http'
import { errorMessage } from '@trainyard/ports'
import { listAt, numberAt, optionalTextAt } from '../rest/read.ts'
import type { MlflowServer } from '../rest/server.ts'
import { type ArtifactProxy, fileUrl, listUrl } from './place.ts'
import { type SourceFile, sendHashed } from './source.ts'

/** Time that an upload or download may take before its answer begins: a minute, and one more for each 60 MB. */
export function transferTimeout(bytes: number): number {
  return 60_000 + bytes / 1000
}

/** Sends a file through the server, in one request. */
export async function putThrough({ http }: MlflowServer, proxy: ArtifactProxy, source: SourceFile): Promise<void> {
  const headers = { ...proxy.headers, 'content-type': 'application/octet-stream', 'content-length': `${source.bytes}` }
  await sendHashed(source, async (body) => {
    const response = await http.send({
      method: 'PUT',
      url: fileUrl(proxy, source.file),
      headers,
      body,
      timeoutMs: transferTimeout(source.bytes),
    })
    await response.body?.cancel()
  })
}

/** Bytes of each file that lies in a folder of the place; names are without the folder. */
export async function sizesThrough(
  { http }: MlflowServer,
  proxy: ArtifactProxy,
  folder: string,
): Promise<ReadonlyMap<string, number>> {
  const answer = await http.json({ url: listUrl(proxy, folder), headers: proxy.headers })
  const files = listAt(answer, 'files').map((file) => ({
    name: optionalTextAt(file, 'path')?.split('/').at(-1) ?? '',
    bytes: numberAt(file, 'file_size') ?? 0,
  }))
  return new Map(files.map(({ name, bytes }) => [name, bytes]))
}

/** The pieces of an answer's body. A connection that is cut off in between is told as such, so that it may be tried again. */
export async function* piecesOf(response: HttpAnswer, url: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of response.body ?? []) yield piece
  } catch (error) {
    throw new HttpError({ method: 'GET', url }, `the answer broke off: ${errorMessage(error)}`, { cause: error })
  }
}
