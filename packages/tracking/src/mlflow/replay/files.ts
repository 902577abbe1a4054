import { putFiles } from '../artifacts/transfer.ts'
import type { Entry } from '../spool/entries.ts'
import { sendDataset } from './dataset.ts'
import { addToManifest } from './manifest.ts'
import { inModelFolder, sendModel } from './model.ts'
import { placeOf, type Sending } from './sending.ts'
import { sources } from './sources.ts'

/** Sends attached files: those of the model's folder to the logged model, everything else to the run. */
export async function sendFiles({ files }: Extract<Entry, { do: 'attach' }>, sending: Sending): Promise<void> {
  const others = files.filter((file) => !inModelFolder(file))
  await putFiles(sending.sender.server, placeOf(sending), sources(sending.spool, others))
  await sendModel(files.filter(inModelFolder), sending)
  for (const file of others) if (file.file === 'dataset.json') await sendDataset(file, sending)
  await addToManifest(files, sending)
}
