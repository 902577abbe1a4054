import { chmod, lstat, mkdir, readdir, realpath, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { InputError, isCode } from '@trainyard/ports'

const whiteout = '.wh.'
const opaque = '.wh..wh..opq'

/** A folder that one layer is unpacked into. Every path is the layer's own, relative to it. */
export interface Tree {
  isRoot(name: string): boolean
  /** Removes what lower layers left where `name` is a whiteout; says whether it was one. */
  whiteOut(name: string): Promise<boolean>
  folder(name: string, mode: number): Promise<void>
  /** The place for a new file; what a lower layer left there is removed. */
  free(name: string): Promise<string>
  /** The place of a file that must be there. */
  existing(name: string): Promise<string>
  symlink(name: string, target: string): Promise<void>
}

/** @param into an existing folder */
export async function openTree(into: string): Promise<Tree> {
  const root = await realpath(into)
  const written = new Set<string>()
  const free = async (name: string) => {
    const place = await placeOf(root, name)
    await removeUnless(place, () => false)
    written.add(place)
    return place
  }
  return {
    isRoot: (name) => ['.', './', ''].includes(name),
    whiteOut: (name) => whiteOut(root, name, written),
    folder: async (name, mode) => {
      const place = await placeOf(root, name)
      await removeUnless(place, (found) => found === 'folder')
      await mkdir(place, { recursive: true })
      await chmod(place, mode | 0o700)
      written.add(place)
    },
    free,
    existing: (name) => placeOfFile(root, name),
    symlink: async (name, target) => {
      const place = await free(name)
      checkTarget(root, place, target, name)
      await symlink(target, place)
    },
  }
}

/** Where a member goes. Its parent may be reached through links, but only through such that stay inside. */
async function placeOf(root: string, name: string): Promise<string> {
  const parts = partsOf(name)
  const last = parts.pop()
  if (!last) throw leaving(name)
  const parent = path.join(root, ...parts)
  await mkdir(parent, { recursive: true })
  const real = await realpath(parent)
  if (!isInside(root, real)) throw leaving(name)
  return path.join(real, last)
}

async function placeOfFile(root: string, name: string): Promise<string> {
  const place = await placeOf(root, name)
  if ((await kindAt(place)) !== 'file') throw new InputError(`a layer links to '${name}', which is not a file in it`)
  return place
}

function partsOf(name: string): string[] {
  if (name.startsWith('/') || name.includes('\0') || name.includes('\\')) throw leaving(name)
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) throw leaving(name)
  return parts
}

/**
 * `..` may only lead a target: from the real folder of the link it then climbs exactly that far, and every link it later
 * passes has been checked in the same way.
 */
function checkTarget(root: string, place: string, target: string, name: string): void {
  const parts = target.split('/').filter((part) => part !== '' && part !== '.')
  const climbs = parts.findIndex((part) => part !== '..')
  const rest = climbs < 0 ? [] : parts.slice(climbs)
  const inside = isInside(root, path.resolve(path.dirname(place), target))
  if (!target || path.isAbsolute(target) || rest.includes('..') || !inside)
    throw new InputError(`a layer holds the link '${name}' to '${target}', which leaves the folder`)
}

async function whiteOut(root: string, name: string, written: ReadonlySet<string>): Promise<boolean> {
  const base = path.posix.basename(name)
  if (!base.startsWith(whiteout)) return false
  const folder = path.posix.dirname(name)
  if (base === opaque) await clear(await placeOf(root, path.posix.join(folder, '.keep')), written)
  else await rm(await placeOf(root, path.posix.join(folder, hiddenName(base, name))), { recursive: true, force: true })
  return true
}

function hiddenName(base: string, name: string): string {
  const hidden = base.slice(whiteout.length)
  if (hidden === '' || hidden === '.' || hidden === '..') throw leaving(name)
  return hidden
}

/** Removes what is beside `place`, except what this layer has written. */
async function clear(place: string, written: ReadonlySet<string>): Promise<void> {
  const folder = path.dirname(place)
  const stale = (await readdir(folder)).map((name) => path.join(folder, name)).filter((found) => !written.has(found))
  await Promise.all(stale.map((found) => rm(found, { recursive: true, force: true })))
}

type Kind = 'file' | 'folder' | 'other' | 'nothing'

async function removeUnless(place: string, keep: (kind: Kind) => boolean): Promise<void> {
  const kind = await kindAt(place)
  if (kind === 'nothing' || keep(kind)) return
  await rm(place, { recursive: true, force: true })
}

async function kindAt(place: string): Promise<Kind> {
  try {
    const found = await lstat(place)
    if (found.isDirectory()) return 'folder'
    return found.isFile() ? 'file' : 'other'
  } catch (error) {
    if (isCode(error, 'ENOENT')) return 'nothing'
    throw error
  }
}

function isInside(root: string, place: string): boolean {
  return place === root || place.startsWith(`${root}${path.sep}`)
}

function leaving(name: string): InputError {
  return new InputError(`a layer holds '${name}', which leads out of the folder`)
}
