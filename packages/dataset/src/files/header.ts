import { InputError } from '@trainyard/ports'
import type { SourceFile } from './source.ts'

/** Columns that every opened table has beside the user's own. */
export const ownColumns = ['rowNumber', 'rowFile', 'rowInFile', 'rowSplit'] as const

/** The delimiter that the first line holds most often outside quotes: comma, semicolon, tab or bar. */
export function sniffDelimiter(bytes: Buffer): string {
  const end = bytes.indexOf(10)
  const line = bytes.toString('utf8', 0, end < 0 ? bytes.length : end).replace(/"[^"]*"?/g, '')
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }))
  return counts.reduce((best, other) => (other.count > best.count ? other : best)).delimiter
}

/** The values of one CSV record. */
export function headerFields(record: string, delimiter: string): string[] {
  const fields: string[] = []
  const text = record.replace(/\r?\n$/, '')
  let at = 0
  while (at <= text.length) {
    const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at, delimiter)
    fields.push(field.value)
    at = field.end + 1
  }
  return fields
}

/**
 * Every column has a name, and a name of its own.
 * @throws {InputError} for an empty or duplicate name, for names that differ only in case, and for names we use
 */
export function checkHeader({ path, format }: Pick<SourceFile, 'path' | 'format'>, columns: readonly string[]): void {
  const at = format === 'csv' || format === 'tsv' ? { file: path, line: 1 } : { file: path }
  const seen = new Map<string, string>()
  for (const [index, name] of columns.entries()) {
    if (name.trim() === '') throw new InputError(`column ${index + 1} has no name`, { at, remedy: 'Give it a name.' })
    const other = seen.get(lower(name))
    if (other !== undefined) throw new InputError(clash(name, other), { at, remedy: 'Rename one of them.' })
    if (own.has(lower(name))) throw new InputError(`Trainyard needs the column name ${name} itself`, { at, remedy })
    seen.set(lower(name), name)
  }
}

const own = new Set(ownColumns.map(lower))
const remedy = 'Rename the column.'

function clash(name: string, other: string): string {
  return name === other ? `two columns are named ${name}` : `the columns ${other} and ${name} differ only in case`
}

/** DuckDB takes names for the same when their ASCII letters differ only in case. */
export function lower(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

interface Field {
  readonly value: string
  /** Offset of the delimiter behind it. */
  readonly end: number
}

function plainField(text: string, start: number, delimiter: string): Field {
  const next = text.indexOf(delimiter, start)
  const end = next < 0 ? text.length : next
  return { value: text.slice(start, end), end }
}

function quotedField(text: string, start: number): Field {
  const body = /"((?:[^"]|"")*)"/y
  body.lastIndex = start
  const match = body.exec(text)
  return { value: (match?.[1] ?? '').replaceAll('""', '"'), end: start + (match?.[0].length ?? 1) }
}
