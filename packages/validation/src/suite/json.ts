import { InputError, type Position, type Problem } from '@trainyard/ports'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'

export type JsonPath = readonly (string | number)[]

/** A JSON text and where its parts stand. */
export interface PositionedJson {
  readonly value: unknown
  /** Place of a path, or of its nearest parent that is there. */
  position(path: JsonPath): Position
}

/** Deepest nesting that is read. */
const maxDepth = 200

/**
 * Parses JSON, strictly, but for the infinities that Python writes, as those of open bins.
 * @throws InputError with file, line and column when it is broken, nested too deep, or has a key twice
 */
export function parseJson(written: string, file: string): PositionedJson {
  const text = withInfinities(written)
  rejectDeep(text, file)
  const value = strict(text, file)
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'json',
    strict: true,
    uniqueKeys: true,
    version: '1.2',
  })
  const place = (offset: number, key?: string) => ({ ...linePosition(lines, offset), file, ...(key && { key }) })
  if (document.errors.length > 0) {
    throw new InputError(
      document.errors.map((error): Problem => ({ message: firstLine(error), at: place(error.pos[0]) })),
    )
  }
  return { value, position: (path) => place(offsetOf(document, path), formatPath(path)) }
}

/** Python's `Infinity` as a number that JSON can hold and a double cannot, of the same length, so that places stay. */
export function withInfinities(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|\bInfinity\b/gs, (found) => (found === 'Infinity' ? '1e999   ' : found))
}

function strict(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new InputError(
      `this is not JSON: ${message.replace(/ in JSON at position.*| \(line \d+ column \d+\)/s, '')}`,
      {
        at: { file, ...brokenAt(text, message) },
        remedy: /\bNaN\b/.test(text) ? 'JSON has no NaN: leave the bound out.' : undefined,
        cause: error,
      },
    )
  }
}

function brokenAt(text: string, message: string): { line: number; column: number } {
  const offset = Number(/position (\d+)/.exec(message)?.[1] ?? text.length)
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function rejectDeep(text: string, file: string): void {
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth += 1
    if (token === ']' || token === '}') depth -= 1
    if (depth > maxDepth) throw new InputError(`nested deeper than ${maxDepth} levels`, { at: { file } })
  }
}

function offsetOf(document: Document, path: JsonPath): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

function linePosition(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function formatPath(path: JsonPath): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('')
}

function firstLine(error: Error): string {
  return error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.message
}
