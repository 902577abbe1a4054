import type { ArtifactPlace } from '../artifacts/place.ts'
import { fetchText } from '../artifacts/transfer.ts'
import { call } from '../rest/call.ts'
import { listAt, numberAt, optionalTextAt, textAt } from '../rest/read.ts'
import type { MlflowServer } from '../rest/server.ts'
import type { SpooledFile } from '../spool/entries.ts'
import { placeOf, runOf, type Sending } from './sending.ts'
import { putTexts } from './sources.ts'

const folder = 'trainyard'
/** File of a run that tells the size and the digest of every file that was attached to it: servers keep no digests. */
const manifestFile = `${folder}/files.json`

/** Adds files to those that are recorded; later ones of a name win. */
export async function addToManifest(files: readonly SpooledFile[], sending: Sending): Promise<void> {
  const place = placeOf(sending)
  const known = await readManifest(sending.sender.server, runOf(sending), place)
  const all = new Map([...known, ...files].map((file) => [file.file, file]))
  const text = `${JSON.stringify({ files: [...all.values()] }, null, 2)}\n`
  await putTexts(sending, place, new Map([[manifestFile, text]]))
}

/** Files that were attached to a run; none where it is not one of ours. */
export async function readManifest(
  server: MlflowServer,
  run: string,
  place: ArtifactPlace,
): Promise<readonly SpooledFile[]> {
  // Some stores answer a question for a file that is not there with a fault: the folder is looked at first.
  const listed = listAt(await call(server, { path: 'artifacts/list', query: { run_id: run, path: folder } }), 'files')
  if (!listed.some((file) => optionalTextAt(file, 'path') === manifestFile)) return []
  const text = await fetchText(server, place, manifestFile)
  return text === undefined ? [] : listAt(JSON.parse(text), 'files').map(readFile)
}

function readFile(file: unknown): SpooledFile {
  return { file: textAt(file, 'file'), bytes: numberAt(file, 'bytes') ?? 0, sha256: textAt(file, 'sha256') }
}
