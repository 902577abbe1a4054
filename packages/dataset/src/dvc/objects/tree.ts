import { createHash } from 'node:crypto'
import { InputError } from '@trainyard/ports'

/** A file of a tracked folder. */
export interface TreeEntry {
  readonly md5: string
  /** With forward slashes. */
  readonly relpath: string
}

/**
 * The bytes of a folder's object (dvc-data: hashfile/tree.py): what Python's `json.dumps(…, sort_keys=True)` makes of the
 * entries in the order of their paths, by code points.
 */
export function treeBytes(entries: readonly TreeEntry[]): Buffer {
  const sorted = entries
    .map((entry) => ({ ...entry, key: Buffer.from(entry.relpath) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
  const items = sorted.map(({ md5, relpath }) => `{"md5": "${md5}", "relpath": ${asciiJson(relpath)}}`)
  return Buffer.from(`[${items.join(', ')}]`)
}

/** The name of a folder's object. */
export function treeOid(entries: readonly TreeEntry[]): string {
  return `${createHash('md5').update(treeBytes(entries)).digest('hex')}.dir`
}

/**
 * Reads a folder's object.
 * @param shown name of the folder in messages
 * @throws {InputError} for what is no list of files, and for paths that lead out of the folder or exclude each other
 */
export function parseTree(bytes: Buffer, shown: string): readonly TreeEntry[] {
  const refused = (message: string) =>
    new InputError(`the list of its files ${message}`, { at: { file: shown }, remedy: 'Add it to DVC again.' })
  const list = parsedList(bytes)
  if (list === undefined) throw refused('cannot be read')
  const entries = list.map((item) => {
    if (!isEntry(item)) throw refused('holds an entry without md5 and relpath')
    if (!isInside(item.relpath)) throw refused(`holds a path that is not allowed: ${JSON.stringify(item.relpath)}`)
    return { md5: item.md5, relpath: item.relpath }
  })
  const clash = firstClash(entries)
  if (clash !== undefined) throw refused(`holds ${JSON.stringify(clash)} twice, or as a file and as a folder`)
  return entries
}

function asciiJson(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function parsedList(bytes: Buffer): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isEntry(value: unknown): value is TreeEntry {
  if (typeof value !== 'object' || value === null || !('md5' in value) || !('relpath' in value)) return false
  return typeof value.relpath === 'string' && typeof value.md5 === 'string' && /^[0-9a-f]{32}$/.test(value.md5)
}

function isInside(relpath: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(relpath)) return false
  return relpath.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

function firstClash(entries: readonly TreeEntry[]): string | undefined {
  const files = new Set(entries.map(({ relpath }) => relpath))
  if (files.size < entries.length) {
    const seen = new Set<string>()
    return entries.find(({ relpath }) => seen.size === seen.add(relpath).size)?.relpath
  }
  return entries.map(({ relpath }) => foldersOf(relpath).find((folder) => files.has(folder))).find(Boolean)
}

function foldersOf(relpath: string): readonly string[] {
  const parts = relpath.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}
