import { stat } from 'node:fs/promises'
import path from 'node:path'
import { FaultError } from '@trainyard/ports'

/** Where the converter lies: in `dist/`, or in this room where nothing is built yet. */
export async function converterFolder(dist: string): Promise<string> {
  const folders = [path.join(dist, 'converter'), path.join(dist, '../packages/training/converter')]
  for (const folder of folders) {
    const found = await stat(folder).catch(() => undefined)
    if (found?.isDirectory()) return folder
  }
  throw new FaultError(`no converter in ${folders.join(' or ')}`, { remedy: 'Build: npm run build.' })
}
