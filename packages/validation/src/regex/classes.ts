import type { SetItem } from './types.ts'

/** How a dialect writes code points; classes are written by Unicode properties in both. */
export type WriteCode = (code: number) => string

type ClassItem = Extract<SetItem, { kind: 'class' }>

/** Python's classes as ranges and properties: \d is Nd, \w is letters, numbers and the underscore, \s what isspace() holds for. */
const unicode: Readonly<Record<ClassItem['name'], readonly (string | readonly [number, number])[]>> = {
  d: ['\\p{Nd}'],
  w: ['\\p{L}', '\\p{N}', [0x5f, 0x5f]],
  s: [
    [0x09, 0x0d],
    [0x1c, 0x20],
    [0x85, 0x85],
    [0xa0, 0xa0],
    [0x1680, 0x1680],
    [0x2000, 0x200a],
    [0x2028, 0x2029],
    [0x202f, 0x202f],
    [0x205f, 0x205f],
    [0x3000, 0x3000],
  ],
}
const ascii: typeof unicode = {
  d: [[0x30, 0x39]],
  w: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
  s: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
}

/** A set between brackets. One that has complements of classes among others is written as all its code points. */
export function writeSet(items: readonly SetItem[], negated: boolean, write: WriteCode): string {
  const [only] = items
  if (!only) return writeRanges([[0, 0x10ffff]], !negated, write)
  if (items.length === 1 && only.kind === 'class') return bracketed(insideClass(only, write), negated !== only.negated)
  if (items.some((item) => item.kind === 'class' && item.negated)) return writeRanges(codesOf(items), negated, write)
  return bracketed(
    items
      .map((item) => (item.kind === 'range' ? writeRange([item.from, item.to], write) : insideClass(item, write)))
      .join(''),
    negated,
  )
}

/** The word characters, for boundaries. */
export function wordSet(isAscii: boolean, write: WriteCode): string {
  return bracketed(insideClass({ kind: 'class', name: 'w', negated: false, ascii: isAscii }, write), false)
}

function insideClass({ name, ascii: isAscii }: ClassItem, write: WriteCode): string {
  const parts = (isAscii ? ascii : unicode)[name]
  return parts.map((part) => (typeof part === 'string' ? part : writeRange(part, write))).join('')
}

function writeRange([from, to]: Range, write: WriteCode): string {
  return from === to ? write(from) : `${write(from)}-${write(to)}`
}

function writeRanges(ranges: readonly Range[], negated: boolean, write: WriteCode): string {
  return bracketed(ranges.map((range) => writeRange(range, write)).join(''), negated)
}

function bracketed(inside: string, negated: boolean): string {
  return `[${negated ? '^' : ''}${inside}]`
}

type Range = readonly [from: number, to: number]

/** All code points of a set, as ranges. */
function codesOf(items: readonly SetItem[]): readonly Range[] {
  return items.flatMap((item) => {
    if (item.kind === 'range') return [[item.from, item.to] as const]
    const ranges = classRanges(item.name, item.ascii)
    return item.negated ? complement(ranges) : ranges
  })
}

/** Between increasing ranges. Surrogates are no characters. */
function complement(ranges: readonly Range[]): readonly Range[] {
  const ends: readonly Range[] = [...ranges, [0x110000, 0x110000]]
  return ends.flatMap(([from], index) => without([(ends[index - 1]?.[1] ?? -1) + 1, from - 1]))
}

function without([from, to]: Range): readonly Range[] {
  if (from > to) return []
  return from < 0xd800 && to > 0xdfff
    ? [
        [from, 0xd7ff],
        [0xe000, to],
      ]
    : [[from, to]]
}

/** No letter and no number lies beyond. */
const lastWord = 0x3ffff

const found = new Map<string, readonly Range[]>()

function classRanges(name: ClassItem['name'], isAscii: boolean): readonly Range[] {
  const key = `${name}${isAscii}`
  const ranges =
    found.get(key) ?? findRanges(insideClass({ kind: 'class', name, negated: false, ascii: isAscii }, plain))
  found.set(key, ranges)
  return ranges
}

function plain(code: number): string {
  return `\\u{${code.toString(16)}}`
}

function findRanges(inside: string): readonly Range[] {
  const set = new RegExp(bracketed(inside, false), 'u')
  const ranges: [number, number][] = []
  for (let code = 0; code <= lastWord; code += 1) {
    if (!set.test(String.fromCodePoint(code))) continue
    const last = ranges.at(-1)
    if (last && last[1] === code - 1) last[1] = code
    else ranges.push([code, code])
  }
  return ranges
}
