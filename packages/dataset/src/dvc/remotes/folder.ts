import { constants, copyFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { hashFile, isCode } from '@trainyard/ports'
import type { RemoteKind } from './types.ts'

/** A folder on this machine, or one that is mounted. */
export const folderRemote: RemoteKind = {
  takes: ['type', 'shared', 'slow_link_warning', 'protected'],
  open: async ({ url }) => ({
    bring: async (key, [into, ...copies], progress) => {
      try {
        await copyFile(path.join(url, key), into, constants.COPYFILE_FICLONE)
      } catch (error) {
        if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined
        throw error
      }
      for (const copy of copies) await copyFile(into, copy)
      progress((await stat(into)).size)
      return hashFile('md5', into)
    },
  }),
}
