import type { Path, Source } from '@trainyard/config'
import { InputError } from '@trainyard/ports'

/** A value in a YAML file, and where it stands. */
export interface Node {
  readonly value: unknown
  readonly path: Path
  readonly source: Source
}

/** What the user can mend in a file of DVC. */
export function broken({ source, path }: Node, message: string, remedy?: string): InputError {
  return new InputError(message, { at: source.position(path), remedy: remedy ?? 'Let DVC write this file again.' })
}

/** The entries of a map; a missing one has none. @throws {InputError} where it is no map */
export function entriesOf(node: Node | undefined): ReadonlyMap<string, Node> {
  const { value = null } = node ?? {}
  if (node === undefined || value === null) return new Map()
  if (typeof value !== 'object' || Array.isArray(value)) throw broken(node, 'must be a map')
  return new Map(
    Object.entries(value).map(([name, inner]) => [name, { ...node, value: inner, path: [...node.path, name] }]),
  )
}

/** The entries of a map that may have these keys only. @throws {InputError} naming a further one */
export function strictEntriesOf(node: Node, known: readonly string[]): ReadonlyMap<string, Node> {
  const entries = entriesOf(node)
  for (const [name, entry] of entries) {
    if (!known.includes(name))
      throw new InputError('DVC knows no such key here', {
        at: entry.source.keyPosition(entry.path),
        remedy: 'Is the file of another version of DVC, or changed by hand? Fetch the data by `dvc pull` first.',
      })
  }
  return entries
}

/** The items of a list; a missing one has none. @throws {InputError} where it is no list */
export function itemsOf(node: Node | undefined): readonly Node[] {
  const { value = null } = node ?? {}
  if (node === undefined || value === null) return []
  if (!Array.isArray(value)) throw broken(node, 'must be a list')
  return value.map((inner: unknown, index) => ({ ...node, value: inner, path: [...node.path, index] }))
}

/** A text that is not empty. @throws {InputError} for anything else */
export function textOf(node: Node): string {
  if (typeof node.value === 'string' && node.value !== '') return node.value
  throw broken(node, 'must be a text')
}
