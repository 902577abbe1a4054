import { InputError } from '@trainyard/ports'
import { type Answer, ask } from '../rest/call.ts'
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
  const { url, headers } = addressIn(await sign(server, place, 'upload', source.file), place)
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

/** Address that a file of a run can be read from for some minutes; undefined where there is no such file. */
export async function signedDownload(
  server: MlflowServer,
  place: ArtifactPlace,
  file: string,
): Promise<Signed | undefined> {
  const answer = await sign(server, place, 'download', file)
  if (!answer.ok && answer.refusal.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
  return addressIn(answer, place)
}

function sign(server: MlflowServer, place: ArtifactPlace, what: 'upload' | 'download', file: string): Promise<Answer> {
  const path = `artifacts/presigned-${what}-url`
  return ask(server, { method: 'POST', path, body: { ...place.owner, path: file } })
}

/** @throws InputError where the server does not sign */
function addressIn(answer: Answer, place: ArtifactPlace): Signed {
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
