import { type Alias, type Document, isScalar, type Pair, visit, type YAMLMap } from 'yaml'
import { shortened } from '../units.ts'
import type { Words } from './syntax.ts'

/** Something that YAML allows and a configuration does not, with its offset in the file. */
export interface Fault extends Words {
  readonly offset: number
}

/** Keys that are no plain words, keys written twice, and aliases of nothing. */
export function structureFaults(document: Document): readonly Fault[] {
  const faults: Fault[] = []
  visit(document, {
    Map: (_, map) => void faults.push(...keyFaults(map)),
    Alias: (_, alias) => void faults.push(...aliasFaults(alias, document)),
  })
  return faults
}

function keyFaults(map: YAMLMap): readonly Fault[] {
  const seen = new Set<string>()
  return map.items.flatMap((pair: Pair) => {
    const words = keyWords(pair.key, seen)
    return words ? [{ ...words, offset: startOf(pair.key) ?? startOf(map) ?? 0 }] : []
  })
}

function keyWords(key: unknown, seen: Set<string>): Words | undefined {
  const remedy = 'Write a plain word as the key.'
  if (!isScalar(key)) return { message: 'a key must be a word, not a list, a map or an alias', remedy }
  const name = String(key.value ?? '')
  if (name === '') return { message: 'a key is missing before the colon', remedy }
  if (name === '__proto__') return { message: "'__proto__' may not be a key", remedy }
  if (seen.has(name)) return { message: `the key '${shortened(name)}' is written twice`, remedy: 'Keep one of them.' }
  seen.add(name)
  return undefined
}

function aliasFaults(alias: Alias, document: Document): readonly Fault[] {
  if (alias.resolve(document)) return []
  const message = `'*${shortened(alias.source)}' is an alias of nothing`
  return [{ message, remedy: "Put a value that begins with '*' in quotes.", offset: startOf(alias) ?? 0 }]
}

/** Offset at which a node begins, where it has one. */
export function startOf(node: unknown): number | undefined {
  if (!node || typeof node !== 'object' || !('range' in node) || !Array.isArray(node.range)) return undefined
  const start: unknown = node.range[0]
  return typeof start === 'number' ? start : undefined
}
