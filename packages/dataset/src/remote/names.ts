import { InputError } from '@trainyard/ports'
import picomatch from 'picomatch'
import type { FileOptions } from '../files/find.ts'
import { formatOf, isHidden } from '../files/source.ts'
import type { Store, StoredObject } from './types.ts'

/**
 * The objects that a key names, by key: one object, all below a folder, or those that match a glob.
 * @throws {InputError} where there are none
 */
export async function namedObjects(store: Store, key: string, options: FileOptions): Promise<readonly StoredObject[]> {
  if (!store.list) return [{ key }]
  const { base, isGlob } = picomatch.scan(key)
  if (isGlob) return matching(store, base === '' ? '' : `${base}/`, key)
  if (!key.endsWith('/') && key !== '' && isFile(key, options)) return [{ key }]
  return inFolder(store, key === '' || key.endsWith('/') ? key : `${key}/`)
}

function isFile(key: string, { format }: FileOptions): boolean {
  try {
    return formatOf(key, format) !== undefined
  } catch (error) {
    if (error instanceof InputError) return false
    throw error
  }
}

async function matching(store: Store, prefix: string, pattern: string): Promise<readonly StoredObject[]> {
  const matches = picomatch(pattern)
  const found = await listed(store, prefix, ({ key }) => matches(key) && !isHidden(key, pattern))
  if (found.length > 0) return found
  throw new InputError('no object matches', { at: { file: `${store.root}/${pattern}` } })
}

async function inFolder(store: Store, prefix: string): Promise<readonly StoredObject[]> {
  const all = await listed(store, prefix, () => true)
  if (all.some(({ key }) => key.startsWith(`${prefix}_delta_log/`)))
    throw new InputError('this folder is a Delta table, which is not read as a folder of files', {
      at: { file: `${store.root}/${prefix}` },
    })
  const found = all.filter(({ key }) => !isHidden(key.slice(prefix.length), ''))
  if (found.length > 0) return found
  throw new InputError('no data files lie here', {
    at: { file: `${store.root}/${prefix}` },
    remedy: 'Name an object that ends in .csv, .jsonl or .parquet, a folder or a glob.',
  })
}

/** Keys that end in a slash stand for folders, and are no files. */
async function listed(
  store: Store,
  prefix: string,
  wanted: (object: StoredObject) => boolean,
): Promise<readonly StoredObject[]> {
  const found: StoredObject[] = []
  for await (const page of store.list?.(prefix) ?? [])
    found.push(...page.filter((object) => !object.key.endsWith('/') && wanted(object)))
  return found.sort((a, b) => (a.key < b.key ? -1 : 1))
}
