import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { closest, distance } from 'fastest-levenshtein'

/**
 * The known word that a mistyped one most likely stands for, for "Did you mean …?".
 * Case, `-`, `_` and blanks do not count. A third of the letters may be wrong, or all in another order.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = new Map(known.map((name) => [simplified(name), name]))
  if (word.length === 0 || word.length > longestWord || plain.size === 0) return undefined
  const asked = simplified(word)
  const found = closest(asked, [...plain.keys()])
  const near = distance(asked, found) <= Math.max(1, Math.round(found.length / 3)) || sorted(asked) === sorted(found)
  return near ? plain.get(found) : undefined
}

/** Equal for words whose letters are only in another order. */
function sorted(word: string): string {
  return [...word].sort().join('')
}

const longestWord = 200

function simplified(word: string): string {
  return word.toLowerCase().replaceAll(/[-_\s]/g, '')
}

/**
 * The file that a missing path most likely stands for: each part of the path is looked up among its neighbours.
 * @param file path as the user wrote it, relative to `base`
 * @returns a path of the same style, or nothing where no neighbour is near
 */
export async function nearestFile(file: string, base: string): Promise<string | undefined> {
  const found: string[] = []
  for (const part of path.posix.normalize(file.replaceAll('\\', '/')).split('/')) {
    const next = await nearestPart(path.resolve(base, found.join('/') || (path.isAbsolute(file) ? '/' : '.')), part)
    if (next === undefined) return undefined
    found.push(next)
  }
  return found.join('/')
}

async function nearestPart(folder: string, part: string): Promise<string | undefined> {
  if (part === '' || part === '.' || part === '..') return part
  const names = await readdir(folder).catch((): string[] => [])
  return names.includes(part) ? part : nearest(part, names)
}
