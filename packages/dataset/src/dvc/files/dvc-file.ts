import path from 'node:path'
import type { TrackedOut } from '../types.ts'
import { broken, entriesOf, itemsOf, type Node, strictEntriesOf, textOf } from './node.ts'
import { readOut } from './out.ts'
import { type Documents, readNode } from './read.ts'

/** Keys of a `.dvc` file: dvc/schema.py, SINGLE_STAGE_SCHEMA. */
const keys = ['md5', 'wdir', 'deps', 'outs', 'frozen', 'locked', 'meta', 'always_changed', 'desc']

/** The outputs that a `.dvc` file tracks. @throws {InputError} where it is none, or tracks nothing */
export async function readDvcFile(file: string, documents: Documents): Promise<readonly TrackedOut[]> {
  const node = await readNode(file, documents)
  const entries = strictEntriesOf(node, keys)
  const wdir = entries.get('wdir')
  const folder = path.resolve(path.dirname(file), wdir && wdir.value !== null ? textOf(wdir) : '.')
  const imported = itemsOf(entries.get('deps')).some(isForeign)
  const place = { root: documents.root, folder, ...(imported && { unreachable: foreign }) }
  const outs = itemsOf(entries.get('outs')).map((out) => readOut(out, place))
  if (outs.length > 0) return outs
  throw broken(node, 'tracks nothing: it has no outs')
}

/** `dvc import`: the bytes lie in the remote of another repository. */
function isForeign(dep: Node): boolean {
  return entriesOf(dep).has('repo')
}

const foreign = 'it is imported from another repository, whose remote is not known here'
