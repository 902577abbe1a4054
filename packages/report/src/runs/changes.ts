import type { CacheChange, RunDocument } from '@trainyard/evidence'
import { shortDigest } from '../format.ts'

/** `params.depth: 4 → 6`, a line an entry; of one that came or went, that it did. */
export function changeLines(changes: readonly CacheChange[]): readonly string[] {
  return changes.map(({ name, before, after }) => {
    if (before === undefined) return `${name}: new${/^sha256:/.test(after ?? '') ? '' : `, ${shown(after)}`}`
    if (after === undefined) return `${name}: gone`
    return `${name}: ${shown(before)} → ${shown(after)}`
  })
}

/** Why a model was trained anew; empty where it was not, or no earlier run is known. */
export function missLines({ cache }: Pick<RunDocument, 'cache'>): readonly string[] {
  return cache.reused || cache.nearest === undefined ? [] : changeLines(cache.nearest.changes)
}

const mostCharacters = 80

function shown(value = ''): string {
  if (/^sha256:[0-9a-f]{64}$/.test(value)) return shortDigest(value)
  return value.length > mostCharacters ? `${value.slice(0, mostCharacters)}…` : value
}
