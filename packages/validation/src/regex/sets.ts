import { type Cursor, codeOf, skip, take } from './cursor.ts'
import { type Escape, readEscape } from './escapes.ts'
import { foldItems } from './fold.ts'
import { type Flags, type Node, PatternFault, type SetItem } from './types.ts'

const open = 'a set of characters is not closed'

/** Reads a set; its opening bracket has been read. */
export function readSet(cursor: Cursor, flags: Flags, offset: number): Node {
  const negated = skip(cursor, '^')
  const items: SetItem[] = []
  for (let first = true; ; first = false) {
    if (cursor.at >= cursor.text.length) throw new PatternFault(open, offset)
    if (!first && skip(cursor, ']')) break
    items.push(readRange(cursor, flags))
  }
  return setOf(items, flags, negated)
}

/** A set of items, with all their cases where case is ignored. */
export function setOf(items: readonly SetItem[], { fold }: Flags, negated = false): Node {
  return { kind: 'set', negated, items: fold ? foldItems(items) : items }
}

export function isSet(stands: Escape): stands is SetItem {
  return stands.kind !== 'anchor'
}

function readRange(cursor: Cursor, flags: Flags): SetItem {
  const offset = cursor.at
  const from = readItem(cursor, flags)
  const next = cursor.text[cursor.at + 1]
  if (cursor.text[cursor.at] !== '-' || next === ']' || next === undefined) return from
  cursor.at += 1
  const to = readItem(cursor, flags)
  if (from.kind !== 'range' || to.kind !== 'range' || to.to < from.from) {
    throw new PatternFault('a range of characters ends before it begins, or at a class', offset)
  }
  return { kind: 'range', from: from.from, to: to.to }
}

function readItem(cursor: Cursor, flags: Flags): SetItem {
  const character = take(cursor, open)
  if (character !== '\\') return { kind: 'range', from: codeOf(character), to: codeOf(character) }
  const stands = readEscape(cursor, flags, true)
  if (isSet(stands)) return stands
  throw new PatternFault('an anchor stands in a set', cursor.at)
}
