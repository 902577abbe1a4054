import type { CacheChange } from '@trainyard/evidence'
import type { Preimage } from './preimage.ts'

/** What differs between two pre-images, by name: an entry that only one of them has lacks the other's value. */
export function preimageChanges(before: Preimage, after: Preimage): readonly CacheChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name): CacheChange[] => {
    const [was, is] = [before[name], after[name]]
    if (was === is) return []
    return [{ name, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }]
  })
}
