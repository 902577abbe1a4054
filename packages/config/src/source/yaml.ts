import { InputError, type Position } from '@trainyard/ports'
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { keyPath, type Path } from './key.ts'
import { startOf, structureFaults } from './structure.ts'
import { plainSyntax } from './syntax.ts'

/** A YAML file, read: its value, and where each key and value of it stands. */
export interface Source {
  readonly value: unknown
  /** Place of a value, or of the nearest parent that is there. */
  position(path: Path): Position
  /** Place of a key itself. */
  keyPosition(path: Path): Position
}

/**
 * Parses YAML 1.2.
 * @throws InputError with all errors of syntax and structure, each with line and column
 */
export function parseYaml(text: string, file: string): Source {
  try {
    return parse(text, file)
  } catch (error) {
    if (error instanceof ReferenceError) throw tooMuch('uses aliases that grow without measure', file, error)
    if (error instanceof RangeError) throw tooMuch('is nested too deeply', file, error)
    throw error
  }
}

function parse(text: string, file: string): Source {
  const lines = new LineCounter()
  // The parser's own check for keys that occur twice takes quadratic time; structureFaults() does it instead.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
  })
  const at = (offset: number): Position => ({ file, ...located(lines, offset) })
  const syntax = [...document.errors, ...document.warnings]
  if (syntax.length > 0) throw new InputError(syntax.map((error) => ({ ...plainSyntax(error), at: at(error.pos[0]) })))
  const faults = structureFaults(document)
  if (faults.length > 0) throw new InputError(faults.map(({ offset, ...words }) => ({ ...words, at: at(offset) })))
  return source(document, at)
}

function source(document: Document, at: (offset: number) => Position): Source {
  const place = (path: Path, offset: number) => ({ ...at(offset), ...(path.length > 0 && { key: keyPath(path) }) })
  return {
    value: document.toJS({ maxAliasCount: 100 }),
    position: (path) => place(path, valueOffset(document, path)),
    keyPosition: (path) => place(path, keyOffset(document, path)),
  }
}

function tooMuch(message: string, file: string, cause: Error): InputError {
  return new InputError(message, {
    at: { file },
    remedy: 'Write the file plainly: see docs/reference/config.md',
    cause,
  })
}

function located(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function valueOffset(document: Document, path: Path): number {
  let offset = startOf(document.contents) ?? 0
  let node: unknown = document.contents
  for (const part of path) {
    const entry = child(document, node, part)
    if (!entry) return offset
    offset = startOf(entry.value) ?? startOf(entry.key) ?? offset
    node = entry.value
  }
  return offset
}

function keyOffset(document: Document, path: Path): number {
  const last = path.at(-1)
  const node = path.slice(0, -1).reduce<unknown>((at, part) => child(document, at, part)?.value, document.contents)
  const entry = last === undefined ? undefined : child(document, node, last)
  return startOf(entry?.key) ?? valueOffset(document, path)
}

interface Entry {
  readonly key?: unknown
  readonly value: unknown
}

function child(document: Document, node: unknown, part: string | number): Entry | undefined {
  const resolved = isAlias(node) ? node.resolve(document) : node
  if (isMap(resolved)) return resolved.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
  return isSeq(resolved) && Number(part) in resolved.items ? { value: resolved.items[Number(part)] } : undefined
}
