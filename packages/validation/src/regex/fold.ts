import type { SetItem } from './types.ts'

/** The last code point that has a case. */
const lastCased = 0x1e943

let known: ReadonlyMap<number, readonly number[]> | undefined

/** Characters that Python takes for the same as this one where case is ignored, itself among them. */
export function caseVariants(code: number): readonly number[] {
  known ??= findVariants()
  return known.get(code) ?? [code]
}

/** The same items, with every case variant of their characters. Classes have no case. */
export function foldItems(items: readonly SetItem[]): readonly SetItem[] {
  known ??= findVariants()
  const variants = [...known].flatMap(([code, others]) =>
    items.some((item) => item.kind === 'range' && item.from <= code && code <= item.to) ? others : [],
  )
  const added = [...new Set(variants)].map((code): SetItem => ({ kind: 'range', from: code, to: code }))
  return [...items, ...added]
}

/** Two characters are variants where one is the other's upper or lower case, or a third one's. */
function findVariants(): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>()
  const join = (a: number, b: number) => {
    const [one, other] = [groups.get(a) ?? [a], groups.get(b) ?? [b]]
    if (one === other) return
    const both = [...one, ...other]
    for (const code of both) groups.set(code, both)
  }
  for (let code = 0; code <= lastCased; code += 1) {
    const character = String.fromCodePoint(code)
    for (const other of [character.toLowerCase(), character.toUpperCase()]) {
      if (other !== character && [...other].length === 1) join(code, other.codePointAt(0) ?? code)
    }
  }
  join(0x130, 0x69)
  return groups
}
