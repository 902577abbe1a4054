import { constants, copyFile, link, symlink } from 'node:fs/promises'
import { InputError, isCode } from '@trainyard/ports'

/** How a file of the cache gets into the workspace: DVC's `cache.type`. */
export type LinkType = 'reflink' | 'copy' | 'hardlink' | 'symlink'

/** Puts files of the cache into the workspace, by the first way that works between the two. */
export interface Linking {
  /** Whether it has turned out that bytes are copied. */
  copies(): boolean
  /** @returns whether the new file is one of its own, which may be written */
  place(cached: string, into: string): Promise<boolean>
}

const ways: Readonly<Record<LinkType, (cached: string, into: string) => Promise<void>>> = {
  reflink: (cached, into) => copyFile(cached, into, constants.COPYFILE_FICLONE_FORCE),
  copy: (cached, into) => copyFile(cached, into),
  hardlink: link,
  symlink: (cached, into) => symlink(cached, into),
}

/** What a file system answers that does not know a way. */
const refusals = ['ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'ENOTTY', 'EINVAL', 'EXDEV', 'EPERM', 'EMLINK']

/** As DVC does, without `cache.type` a clone where the file system knows them, else a copy. */
export const defaultLinks: readonly LinkType[] = ['reflink', 'copy']

/** Reads `cache.type`. @throws {InputError} for a way that DVC does not know */
export function linkTypes(written: string | undefined): readonly LinkType[] {
  if (!written) return defaultLinks
  return written.split(',').map((word) => {
    const type = word.trim().toLowerCase()
    if (isLinkType(type)) return type
    throw new InputError(`'${type}' is no way to put files into the workspace`, {
      at: { file: '.dvc/config', key: 'cache.type' },
      remedy: `Known are ${Object.keys(ways).join(', ')}.`,
    })
  })
}

function isLinkType(word: string): word is LinkType {
  return Object.hasOwn(ways, word)
}

/** Remembers which ways do not work. */
export function linkingBy(types: readonly LinkType[]): Linking {
  let left = types
  return {
    copies: () => left[0] === 'copy',
    place: async (cached, into) => {
      for (const type of left) {
        try {
          await ways[type](cached, into)
          return type === 'reflink' || type === 'copy'
        } catch (error) {
          if (!refusals.some((code) => isCode(error, code))) throw error
          left = left.filter((other) => other !== type)
        }
      }
      throw new InputError(`files cannot be put into the workspace by ${types.join(' or ')}`, {
        at: { file: '.dvc/config', key: 'cache.type' },
        remedy: 'Add copy: it works everywhere.',
      })
    },
  }
}
