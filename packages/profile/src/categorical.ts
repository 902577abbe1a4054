import type { CategoricalProfile } from '@trainyard/evidence'

/** More categories than this are counted together as `other`. */
export const MOST_CATEGORIES = 1000

/** Counts categories as they come. */
export interface CategoricalCounter {
  add(values: readonly (string | null)[]): void
  readonly missing: number
  profile(): CategoricalProfile
}

/**
 * Categories by name, in order of appearance; those beyond the first `MOST_CATEGORIES` are counted together.
 * @param known always counted by name, beside the others
 */
export function categoricalCounter(known: ReadonlySet<string> = new Set()): CategoricalCounter {
  const counts = new Map<string, number>()
  const state = { missing: 0, other: 0 }
  const most = MOST_CATEGORIES + known.size
  const listed = (value: string) => counts.has(value) || known.has(value) || counts.size < most
  return {
    add: (values) => {
      for (const value of values) {
        if (value === null) state.missing += 1
        else if (listed(value)) counts.set(value, (counts.get(value) ?? 0) + 1)
        else state.other += 1
      }
    },
    get missing() {
      return state.missing
    },
    profile: () => ({ kind: 'categorical', counts: Object.fromEntries([...counts].sort(byName)), other: state.other }),
  }
}

function byName([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : 1
}
