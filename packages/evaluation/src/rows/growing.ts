/** Numbers that come one after the other, in eight bytes each; whole ones in four. They lie where a thread can share them. */
export interface Growing<Held = Float64Array> {
  readonly length: number
  push(value: number): void
  /** What has come so far. */
  values(): Held
}

/** @param expected how many there will be; more make it grow */
export function growing(expected: number): Growing {
  return growingIn(expected, (length) => new Float64Array(new SharedArrayBuffer(8 * length)))
}

/** The same of whole numbers from 0 to 2³² − 1. */
export function growingWhole(expected: number): Growing<Uint32Array> {
  return growingIn(expected, (length) => new Uint32Array(new SharedArrayBuffer(4 * length)))
}

interface Held<Own> {
  [at: number]: number
  readonly length: number
  set(values: Own): void
  subarray(begin: number, end: number): Own
}

function growingIn<Own extends Held<Own>>(expected: number, make: (length: number) => Own): Growing<Own> {
  let held = make(Math.max(16, expected))
  let length = 0
  return {
    get length() {
      return length
    },
    push: (value) => {
      if (length === held.length) {
        const larger = make(2 * length)
        larger.set(held)
        held = larger
      }
      held[length] = value
      length += 1
    },
    values: () => held.subarray(0, length),
  }
}

/** Numbers names in the order in which they come, so that a row needs no text of its own. */
export interface Numbering {
  readonly names: readonly string[]
  /** The number of a name; nothing for one that is not among those there may be. */
  of(name: string): number | undefined
}

/** @param known all names there may be; by default any name may come */
export function numbering(known?: readonly string[]): Numbering {
  const names = [...(known ?? [])]
  const numbers = new Map(names.map((name, at) => [name, at]))
  return {
    names,
    of: (name) => {
      const found = numbers.get(name)
      if (found !== undefined) return found
      if (known !== undefined) return undefined
      numbers.set(name, names.length)
      names.push(name)
      return names.length - 1
    },
  }
}
