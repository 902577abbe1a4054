import { InputError } from '@trainyard/ports'
import { ask } from '../rest/call.ts'
import { mapAt, textAt } from '../rest/read.ts'
import type { MlflowServer } from '../rest/server.ts'
import type { ArtifactPlace } from './place.ts'
import { transferTimeout } from './proxy.ts'
import { type SourceFile, sendHashed } from './source.ts'

interface Signed {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** Sends a file to a store that the server does not pass on, by an address that the server signs. */
export async function putSigned(server: MlflowServer, place: ArtifactPlace, source: SourceFile): Promise<void> {
  const { url, headers } = await signed(server, place, 'upload', source.file)
  await sendHashed(source, async (body) => {
    const response = await server.http.send({
      method: 'PUT',
      url,
      headers: { ...headers, 'content-length': `${source.bytes}` },
      body,
      timeoutMs: transferTimeout(source.bytes),
    })
    await response.body?.cancel()
  })
}

/** Address that a file of a run can be read from for some minutes. */
export function signedDownload(server: MlflowServer, place: ArtifactPlace, file: string): Promise<Signed> {
  return signed(server, place, 'download', file)
}

async function signed(server: MlflowServer, place: ArtifactPlace, what: 'upload' | 'download', file: string) {
  const path = `artifacts/presigned-${what}-url`
  const answer = await ask(server, { method: 'POST', path, body: { ...place.owner, path: file } })
  if (answer.ok) return { url: textAt(answer.body, 'presigned_url'), headers: mapAt(answer.body, 'headers') }
  throw new InputError(
    `MLflow keeps files at ${schemeOf(place.uri)} and does not pass them on: ${answer.refusal.message}`,
    {
      remedy: 'Start the server with --artifacts-destination, so that it passes files on; then use a new experiment.',
    },
  )
}

function schemeOf(uri: string): string {
  return /^[a-z0-9+.-]+:\/\/[^/]*/i.exec(uri)?.[0] ?? 'a folder of its own machine'
}
