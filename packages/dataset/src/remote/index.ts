import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import type { FileOptions } from '../files/find.ts'
import { partitionOf } from '../files/partition.ts'
import { expectOneFormat, formatOf, type SourceFile } from '../files/source.ts'
import { inParallel } from '../sources/parallel.ts'
import type { Place } from '../sources/place.ts'
import { progressOf } from '../sources/progress.ts'
import { type Address, encodedKey, parseAddress } from './address.ts'
import { storeContext } from './context.ts'
import { download } from './download.ts'
import { namedObjects } from './names.ts'
import { explained } from './refusals.ts'
import { openStore } from './store.ts'
import type { Store, StoredObject } from './types.ts'

/** Files that are fetched at a time. */
const atOnce = 8

/**
 * The files that an address names, brought into the engine's folder with their digests. As on this machine, it may name a
 * file, a folder or a glob, except on a server of plain files.
 * @throws {InputError} for what is not there, may not be read, or changes while it is read
 */
export async function fetchFiles(name: string, options: FileOptions, place: Place): Promise<SourceFile[]> {
  const address = parseAddress(name)
  const store = await openStore(address, storeContext(place.services))
  const objects = await explained(store, address.key, () => namedObjects(store, address.key, options))
  const folder = await mkdtemp(path.join(place.engine.folder, 'fetched-'))
  const planned = objects.map((object, index) => ({
    object,
    file: sourceFile(store, object, path.join(folder, String(index)), { options, place, address }),
  }))
  expectOneFormat(planned.map(({ file }) => file))
  let done = 0
  const progress = progressOf(
    shownName(store.root, address.key),
    place.services,
    () => `, ${done} of ${planned.length} files`,
  )
  return inParallel(planned, atOnce, async ({ object, file }) => {
    const fetching = { store, services: place.services, progress }
    const fetched = await explained(store, object.key, () => download(object, file, fetching))
    const { digest: sha256, bytes, ...origin } = fetched
    done += 1
    return { ...file, known: { sha256, bytes }, ...origin }
  })
}

interface Plan {
  readonly options: FileOptions
  readonly place: Place
  readonly address: Address
}

/** Files are numbered: nothing of a key becomes a path of this machine. */
function sourceFile(
  store: Store,
  { key }: StoredObject,
  absolute: string,
  { options, place, address }: Plan,
): SourceFile {
  const web = address.scheme.startsWith('http')
  if (!web) encodedKey(key, store.root)
  const shown = shownName(store.root, key)
  const partition = options.partitions === 'ignore' ? undefined : partitionOf(web ? new URL(shown).pathname : key)
  return {
    path: shown,
    absolute,
    ...formatOf(shown, options.format),
    ...(place.split && { split: place.split }),
    ...(partition && { partition }),
  }
}

/** Query strings of servers may hold a signature. */
function shownName(root: string, key: string): string {
  return root.startsWith('http') ? `${root}/${key.replace(/[?#].*$/s, '')}` : `${root}/${key}`
}
