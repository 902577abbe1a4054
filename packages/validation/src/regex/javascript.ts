import { wordSet, writeSet } from './classes.ts'
import { type Anchor, type Node, PatternFault } from './types.ts'
import { childrenOf } from './width.ts'

const write = (code: number) => `\\u{${code.toString(16)}}`

/** Source of a JavaScript RegExp, with the flag `u`, that is found where Python finds the pattern. */
export function writeJavaScript(node: Node): string {
  expectSet(node, new Set())
  return writeNode(node, { atoms: 0 })
}

function writeNode(node: Node, used: { atoms: number }): string {
  switch (node.kind) {
    case 'set':
      return writeSet(node.items, node.negated, write)
    case 'anchor':
      return writeAnchor(node.at)
    case 'sequence':
      return node.parts.map((part) => writeNode(part, used)).join('')
    case 'choice':
      return `(?:${node.options.map((option) => writeNode(option, used)).join('|')})`
    case 'group':
      return `(?<g${node.index}>${writeNode(node.node, used)})`
    case 'reference':
      return `\\k<g${node.index}>`
    case 'look':
      return `(?${node.ahead ? '' : '<'}${node.negated ? '!' : '='}${writeNode(node.node, used)})`
    case 'atomic':
      return atomic(writeNode(node.node, used), used)
    case 'repeat':
      return writeRepeat(node, used)
  }
}

function writeRepeat({ node, min, max, mode }: Extract<Node, { kind: 'repeat' }>, used: { atoms: number }): string {
  const counts = `{${min},${max === Number.POSITIVE_INFINITY ? '' : max}}`
  const repeat = `(?:${writeNode(node, used)})${counts}${mode === 'lazy' ? '?' : ''}`
  return mode === 'possessive' ? atomic(repeat, used) : repeat
}

/** A look ahead is not gone back into: what it found is then taken as it is. */
function atomic(inner: string, used: { atoms: number }): string {
  used.atoms += 1
  return `(?:(?=(?<a${used.atoms}>${inner}))\\k<a${used.atoms}>)`
}

function writeAnchor(at: Anchor): string {
  if (at === 'textStart') return '^'
  if (at === 'textEnd') return '$'
  if (at === 'end') return '(?=\\n?$)'
  if (at === 'lineStart') return '(?<![^\\n])'
  if (at === 'lineEnd') return '(?![^\\n])'
  const word = wordSet(at === 'asciiBoundary' || at === 'asciiNotBoundary', write)
  const differs = at === 'boundary' || at === 'asciiBoundary'
  return differs
    ? `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`
    : `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`
}

/**
 * Refuses back-references that the two languages take differently: to a group that may not have matched (JavaScript then
 * finds nothing there, Python fails), and where case is ignored.
 * @returns the groups that have matched for certain after the node
 */
function expectSet(node: Node, before: ReadonlySet<number>): ReadonlySet<number> {
  if (node.kind === 'reference') return referred(node, before)
  if (node.kind === 'choice') return node.options.map((option) => expectSet(option, before)).reduce(common)
  let set = before
  for (const child of childrenOf(node)) set = expectSet(child, set)
  if (node.kind === 'group') return new Set([...set, node.index])
  const optional = (node.kind === 'repeat' && node.min === 0) || (node.kind === 'look' && node.negated)
  return optional ? before : set
}

function referred(node: Extract<Node, { kind: 'reference' }>, set: ReadonlySet<number>): ReadonlySet<number> {
  if (node.fold) throw new PatternFault('a back-reference that ignores case is not known here', node.offset)
  if (set.has(node.index)) return set
  throw new PatternFault(
    `group ${node.index}, which is referred to, may not have matched: this is not known here`,
    node.offset,
  )
}

function common(a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...a].filter((index) => b.has(index)))
}
