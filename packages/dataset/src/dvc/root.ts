import { stat } from 'node:fs/promises'
import path from 'node:path'

/** The folder of DVC in a repository. */
export const dvcFolder = '.dvc'

/** Whether a name can be that of something that DVC tracks. */
export async function mayBeTracked(name: string, base: string): Promise<boolean> {
  return name.endsWith(dvcFolder) || (await dvcRoot(path.resolve(base, name))) !== undefined
}

/** The folder of the DVC repository that a path lies in, whether or not the path is there; none outside of any. */
export async function dvcRoot(absolute: string): Promise<string | undefined> {
  for (let folder = path.dirname(absolute); ; folder = path.dirname(folder)) {
    const found = await stat(path.join(folder, dvcFolder)).catch(() => undefined)
    if (found?.isDirectory()) return folder
    if (folder === path.dirname(folder)) return undefined
  }
}
