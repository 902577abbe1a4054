import { InputError, type Position, type Problem } from '@trainyard/ports'
import { type Placed, placesIn } from './places.ts'

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
  const { root, repeated } = placesIn(text)
  const lines = lineStarts(text)
  const place = (offset: number, key?: string) => ({ ...linePosition(lines, offset), file, ...(key && { key }) })
  if (repeated.length > 0) {
    throw new InputError(
      repeated.map((offset): Problem => ({ message: 'keys of a map must be unique', at: place(offset) })),
    )
  }
  return { value, position: (path) => place(offsetOf(root, path), formatPath(path)) }
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

function offsetOf(root: Placed, path: JsonPath): number {
  let place = root
  for (const part of path) {
    const inner = place.parts.get(part)
    if (inner === undefined) break
    place = inner
  }
  return place.offset
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Counted from 1. */
function linePosition(starts: readonly number[], offset: number): { line: number; column: number } {
  let [line, behind] = [0, starts.length]
  while (behind - line > 1) {
    const middle = (line + behind) >> 1
    if ((starts[middle] ?? 0) <= offset) line = middle
    else behind = middle
  }
  return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
}

function formatPath(path: JsonPath): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('')
}
