import type { Preimage } from '../key/index.ts'
import type { ParamValue } from '../types.ts'

/** The pre-image of a training with further parameters: the very one that `trainingPreimage` would make of them all. */
export function withParams(base: Preimage, params: Readonly<Record<string, ParamValue>>): Preimage {
  return withEntries(
    base,
    Object.entries(params).map(([name, value]) => [`params.${name}`, JSON.stringify(value)]),
  )
}

/** A pre-image with further entries, its names sorted. */
export function withEntries(base: Preimage, entries: readonly (readonly [string, string])[]): Preimage {
  return Object.fromEntries([...Object.entries({ ...base, ...Object.fromEntries(entries) })].sort(byName))
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1
}
