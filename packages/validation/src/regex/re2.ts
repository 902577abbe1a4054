import { writeSet } from './classes.ts'
import type { Anchor, Node } from './types.ts'

/** Most repetitions that RE2 counts. */
const mostRepeats = 1000

const anchors: Readonly<Partial<Record<Anchor, string>>> = {
  textStart: '\\A',
  textEnd: '\\z',
  lineStart: '(?m:^)',
  lineEnd: '(?m:$)',
  asciiBoundary: '\\b',
  asciiNotBoundary: '\\B',
}

/** Where a pattern is exact: for every text, or for text of ASCII alone, in which RE2's word boundaries are Python's. */
export type Scope = 'any' | 'ascii'

/** The pattern in RE2's language, whether it is found in a text; undefined where RE2 cannot say it. */
export function writeRe2(node: Node, scope: Scope): string | undefined {
  return write(node, { scope, last: true })
}

interface Context {
  readonly scope: Scope
  /** Nothing that takes characters comes after it, so that it may take the line feed that ends the text. */
  readonly last: boolean
}

function write(node: Node, context: Context): string | undefined {
  if (node.kind === 'set') return writeSet(node.items, node.negated, (code) => `\\x{${code.toString(16)}}`)
  if (node.kind === 'anchor') return writeAnchor(node.at, context)
  if (node.kind === 'group') return write(node.node, context)
  if (node.kind === 'sequence') {
    const { parts } = node
    return joined(
      parts.map((part, index) => write(part, { ...context, last: context.last && index === parts.length - 1 })),
      '',
    )
  }
  if (node.kind === 'choice') {
    return joined(
      node.options.map((option) => write(option, context)),
      '|',
    )
  }
  return node.kind === 'repeat' ? writeRepeat(node, context) : undefined
}

function writeAnchor(at: Anchor, { scope, last }: Context): string | undefined {
  if (at === 'end') return last ? '(?:\\x{a}?\\z)' : undefined
  if (scope === 'ascii' && at === 'boundary') return '\\b'
  if (scope === 'ascii' && at === 'notBoundary') return '\\B'
  return anchors[at]
}

function writeRepeat(
  { node, min, max, mode }: Extract<Node, { kind: 'repeat' }>,
  { scope }: Context,
): string | undefined {
  const most = max === Number.POSITIVE_INFINITY ? min : max
  if (mode === 'possessive' || most > mostRepeats) return undefined
  const inner = write(node, { scope, last: false })
  const counts = `{${min},${max === Number.POSITIVE_INFINITY ? '' : max}}`
  return inner === undefined ? undefined : `(?:${inner})${counts}${mode === 'lazy' ? '?' : ''}`
}

function joined(parts: readonly (string | undefined)[], separator: string): string | undefined {
  const known = parts.filter((part) => part !== undefined)
  if (known.length < parts.length) return undefined
  return separator === '' ? known.join('') : `(?:${known.join(separator)})`
}
