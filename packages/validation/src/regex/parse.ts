import { type Cursor, codeOf, cursorOf, skip, take, takeUntil } from './cursor.ts'
import { readEscape } from './escapes.ts'
import { readGlobalFlags, readGroup } from './groups.ts'
import { repeated } from './repeat.ts'
import { isSet, readSet, setOf } from './sets.ts'
import { referenceTo, type State } from './state.ts'
import { type Flags, type Node, PatternFault } from './types.ts'
import { expectFixedWidth } from './width.ts'

/**
 * Parses a pattern as Python 3.11 and later do.
 * @throws PatternFault where Python refuses it, or it holds what is not known here
 */
export function parsePattern(pattern: string): Node {
  const cursor = cursorOf(pattern)
  const flags = readGlobalFlags(cursor)
  const state: State = { cursor, closed: new Map(), names: new Map(), opened: 0, inside: readChoice }
  const node = readChoice(state, flags)
  if (cursor.at < cursor.text.length) throw new PatternFault('a parenthesis is closed that was not opened', cursor.at)
  expectFixedWidth(node, state.closed)
  return node
}

/** Reads alternatives, up to the end of the pattern or of the group. */
function readChoice(state: State, flags: Flags): Node {
  const options = [readSequence(state, flags)]
  while (skip(state.cursor, '|')) options.push(readSequence(state, flags))
  const [only] = options
  return only && options.length === 1 ? only : { kind: 'choice', options }
}

function readSequence(state: State, flags: Flags): Node {
  const { cursor } = state
  const parts: Node[] = []
  for (;;) {
    const next = cursor.text[cursor.at]
    if (next === undefined || next === '|' || next === ')') return { kind: 'sequence', parts }
    if (flags.verbose && skipBlank(cursor)) continue
    const offset = cursor.at
    const repeat = repeated(cursor)
    if (repeat) {
      parts.push(repeatLast(parts.pop(), repeat, offset))
      continue
    }
    const node = readAtom(state, flags)
    if (node) parts.push(node)
  }
}

function repeatLast(last: Node | undefined, repeat: ReturnType<typeof repeated> & object, offset: number): Node {
  if (!last || last.kind === 'anchor') throw new PatternFault('there is nothing to repeat', offset)
  if (last.kind === 'repeat') throw new PatternFault('a repetition is repeated', offset)
  return { kind: 'repeat', node: last, ...repeat }
}

function skipBlank(cursor: Cursor): boolean {
  if (skip(cursor, '#')) {
    while (cursor.at < cursor.text.length && cursor.text[cursor.at] !== '\n') cursor.at += 1
    return true
  }
  if (!/[ \t\n\r\f\v]/.test(cursor.text[cursor.at] ?? '')) return false
  cursor.at += 1
  return true
}

/** One character, set, anchor or group; nothing for a comment. */
function readAtom(state: State, flags: Flags): Node | undefined {
  const { cursor } = state
  const offset = cursor.at
  const next = take(cursor, '')
  if (next === '.') return dot(flags)
  if (next === '^') return { kind: 'anchor', at: flags.multiline ? 'lineStart' : 'textStart' }
  if (next === '$') return { kind: 'anchor', at: flags.multiline ? 'lineEnd' : 'end' }
  if (next === '[') return readSet(cursor, flags, offset)
  if (next === '(') {
    if (!skip(cursor, '?#')) return wrapped(readGroup(state, flags, offset))
    takeUntil(cursor, ')', 'a comment is not closed')
    return undefined
  }
  if (next === '\\') return reference(state, flags, offset) ?? escaped(cursor, flags)
  return setOf([{ kind: 'range', from: codeOf(next), to: codeOf(next) }], flags)
}

/** A repetition in a group of its own may be repeated again. */
function wrapped(node: Node): Node {
  return node.kind === 'repeat' || node.kind === 'anchor' ? { kind: 'sequence', parts: [node] } : node
}

function dot({ dotAll }: Flags): Node {
  return { kind: 'set', negated: true, items: dotAll ? [] : [{ kind: 'range', from: 10, to: 10 }] }
}

function escaped(cursor: Cursor, flags: Flags): Node {
  const stands = readEscape(cursor, flags, false)
  return isSet(stands) ? setOf([stands], flags) : stands
}

/** `\1` … `\99`, unless it is an octal escape. */
function reference(state: State, flags: Flags, offset: number): Node | undefined {
  const { cursor } = state
  const following = cursor.text.slice(cursor.at, cursor.at + 3).join('')
  if (!/^[1-9]/.test(following) || /^[0-3][0-7]{2}/.test(following)) return undefined
  const digits = /^\d{1,2}/.exec(following)?.[0] ?? ''
  cursor.at += digits.length
  return referenceTo(state, Number(digits), flags, offset)
}
