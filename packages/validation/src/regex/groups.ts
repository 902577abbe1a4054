import { ahead, type Cursor, skip, takeUntil, takeWhile } from './cursor.ts'
import { referenceTo, type State } from './state.ts'
import { type Flags, type Node, PatternFault } from './types.ts'

const plain: Flags = { fold: false, multiline: false, dotAll: false, verbose: false, ascii: false }
const letters: Readonly<Record<string, Partial<Flags>>> = {
  i: { fold: true },
  m: { multiline: true },
  s: { dotAll: true },
  x: { verbose: true },
  a: { ascii: true },
  u: { ascii: false },
}

/** Reads `(?i)` and the like at the very start. */
export function readGlobalFlags(cursor: Cursor): Flags {
  let flags = plain
  for (;;) {
    const [, names] = /^\(\?([a-zA-Z]+)\)/.exec(ahead(cursor, 12)) ?? []
    if (names === undefined) return flags
    flags = { ...flags, ...named(names, cursor.at + 2) }
    cursor.at += names.length + 3
  }
}

/** Reads a group; its opening parenthesis has been read. */
export function readGroup(state: State, flags: Flags, offset: number): Node {
  const { cursor } = state
  if (!skip(cursor, '?')) return capturing(state, flags, offset)
  if (skip(cursor, 'P<'))
    return capturing(state, flags, offset, takeUntil(cursor, '>', 'the name of a group is not closed'))
  if (skip(cursor, 'P=')) return namedReference(state, flags, offset)
  if (skip(cursor, ':')) return closed(state, flags, offset)
  if (skip(cursor, '>')) return { kind: 'atomic', node: closed(state, flags, offset) }
  if (skip(cursor, '(')) throw new PatternFault('conditional groups, (?(1)…), are not known here', offset)
  const look = /^(<?)([=!])/.exec(ahead(cursor, 2))
  if (look) {
    cursor.at += look[0].length
    return { kind: 'look', ahead: look[1] === '', negated: look[2] === '!', node: closed(state, flags, offset) }
  }
  return closed(state, scoped(cursor, flags, offset), offset)
}

function capturing(state: State, flags: Flags, offset: number, name?: string): Node {
  state.opened += 1
  const index = state.opened
  if (name !== undefined) nameGroup(state, name, index, offset)
  const node = closed(state, flags, offset)
  state.closed.set(index, node)
  return { kind: 'group', index, node }
}

function nameGroup({ names }: State, name: string, index: number, offset: number): void {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) throw new PatternFault(`'${name}' cannot name a group`, offset)
  if (names.has(name)) throw new PatternFault(`two groups are named '${name}'`, offset)
  names.set(name, index)
}

function namedReference(state: State, flags: Flags, offset: number): Node {
  const name = takeUntil(state.cursor, ')', 'a back-reference is not closed')
  const index = state.names.get(name)
  if (index === undefined) throw new PatternFault(`no group is named '${name}'`, offset)
  return referenceTo(state, index, flags, offset)
}

function closed(state: State, flags: Flags, offset: number): Node {
  const node = state.inside(state, flags)
  if (!skip(state.cursor, ')')) throw new PatternFault('a group is not closed', offset)
  return node
}

/** `(?i-s:…)`: flags for the inside of a group. */
function scoped(cursor: Cursor, flags: Flags, offset: number): Flags {
  const added = takeWhile(cursor, /[a-zA-Z]/)
  const removed = skip(cursor, '-') ? takeWhile(cursor, /[a-zA-Z]/) : ''
  if (ahead(cursor) === ')' && removed === '' && added !== '') {
    throw new PatternFault('flags for the whole pattern must stand at its start', offset)
  }
  if (!skip(cursor, ':') || /[au]/.test(removed)) throw new PatternFault('an unknown kind of group', offset)
  const cleared = Object.fromEntries(Object.keys(named(removed, offset)).map((key) => [key, false]))
  return { ...flags, ...named(added, offset), ...cleared }
}

function named(names: string, offset: number): Partial<Flags> {
  return Object.assign({}, ...[...names].map((letter) => flagOf(letter, offset)))
}

function flagOf(letter: string, offset: number): Partial<Flags> {
  const flag = letters[letter]
  if (!flag) throw new PatternFault(`'${letter}' is no flag of a pattern of text`, offset)
  return flag
}
