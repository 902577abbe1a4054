import { sha256 } from '@trainyard/ports'
import type { ArtifactPlace } from '../artifacts/place.ts'
import type { SourceFile } from '../artifacts/source.ts'
import { putFiles } from '../artifacts/transfer.ts'
import type { SpooledFile } from '../spool/entries.ts'
import { keepText, keptFile, type Spool } from '../spool/spool.ts'
import type { Sending } from './sending.ts'

/** Kept files as what is sent, by their names in the run. */
export function sources(spool: Spool, files: readonly SpooledFile[]): readonly SourceFile[] {
  return files.map((file) => ({ ...file, from: keptFile(spool, file.sha256) }))
}

/** Sends texts as files. */
export async function putTexts(
  { sender, spool }: Pick<Sending, 'sender' | 'spool'>,
  place: ArtifactPlace,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  const files: SpooledFile[] = []
  for (const [file, text] of texts) {
    const digest = sha256(text)
    await keepText(spool, digest, text)
    files.push({ file, bytes: Buffer.byteLength(text), sha256: digest })
  }
  await putFiles(sender.server, place, sources(spool, files))
}
