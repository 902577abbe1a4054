import path from 'node:path'
import { isUrl } from '@trainyard/ports'
import type { HashName, TrackedOut } from '../types.ts'
import { broken, type Node, strictEntriesOf, textOf } from './node.ts'

/** Keys of an output: dvc/output.py, ANNOTATION_SCHEMA, META_SCHEMA and their like. */
const outKeys = [
  ...['md5', 'size', 'nfiles', 'isexec', 'hash', 'path', 'cache', 'persist', 'push', 'remote', 'files', 'cloud'],
  ...['desc', 'type', 'labels', 'meta', 'etag', 'checksum', 'version_id'],
]

/** Where outputs stand. */
export interface OutPlace {
  /** Folder of the repository. */
  readonly root: string
  /** Folder that their paths are relative to. */
  readonly folder: string
  readonly unreachable?: string
}

/**
 * Reads an output of a `.dvc` file or a `dvc.lock`.
 * @throws {InputError} for what DVC does not write, and for a path that leads out of the repository
 */
export function readOut(node: Node, place: OutPlace): TrackedOut {
  const entries = strictEntriesOf(node, outKeys)
  const named = entries.get('path')
  if (!named) throw broken(node, 'has no path')
  const remote = entries.get('remote')
  const unreachable = entries.has('cloud') || entries.has('files') ? cloudVersioned : place.unreachable
  return {
    absolute: outPath(named, place),
    md5: md5Of(entries.get('md5'), named),
    hash: hashOf(entries.get('hash')),
    at: named.source.position(named.path),
    ...(remote && { remote: textOf(remote) }),
    ...(unreachable !== undefined && { unreachable }),
  }
}

const cloudVersioned = 'its remote keeps versions of files under their own names (version_aware)'

function outPath(named: Node, { root, folder }: OutPlace): string {
  const written = textOf(named)
  if (isUrl(written) || path.isAbsolute(written) || written.includes('\0'))
    throw broken(named, 'must be a path relative to this file', 'Track a copy of it inside of the repository.')
  const absolute = path.resolve(folder, written)
  if (absolute.startsWith(root + path.sep)) return absolute
  throw broken(named, 'leads out of the repository', 'Track a copy of it inside of the repository.')
}

function md5Of(node: Node | undefined, named: Node): string {
  const remedy = 'Run `dvc commit`, or `dvc update` for what is imported.'
  if (node === undefined) throw broken(named, 'has no md5: DVC has not seen its content yet', remedy)
  const { value } = node
  if (typeof value === 'string' && /^[0-9a-f]{32}(\.dir)?$/.test(value)) return value
  throw broken(node, 'must be an md5: 32 hexadecimal digits, with .dir behind them for a folder')
}

function hashOf(node: Node | undefined): HashName {
  const { value = 'md5-dos2unix' } = node ?? {}
  if (node === undefined || value === 'md5') return node === undefined ? 'md5-dos2unix' : 'md5'
  throw broken(node, 'is a kind of digest that is not known here', 'Known is md5.')
}
