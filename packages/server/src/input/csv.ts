import { badRequest } from '../errors.ts'
import type { RawTable } from './check.ts'
import { checkNames } from './check.ts'
import type { InputColumn } from './columns.ts'
import { cellValue } from './values.ts'

/**
 * A CSV body (RFC 4180) as a table. The first line names the columns.
 * @param header `absent`: there is no such line, and the cells are in the model's own order
 * @throws RequestError 400 where the text is no CSV, or a line has another number of cells
 */
export function csvTable(text: string, columns: readonly InputColumn[], header: 'present' | 'absent'): RawTable {
  const lines = csvLines(text.replace(/^\u{FEFF}/u, ''))
  const names = header === 'present' ? lines.shift() : columns.map(({ name }) => name)
  if (!names) throw badRequest('the CSV has no header line')
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) throw badRequest(`field ${repeated}: stands twice in the header`, [repeated])
  checkNames(names, columns)
  const ragged = lines.findIndex((line) => line.length !== names.length)
  if (ragged >= 0)
    throw badRequest(`row ${ragged + 1}: expected ${names.length} cells, got ${lines[ragged]?.length ?? 0}`)
  return { rows: lines.length, columns: new Map(columns.map((column) => [column.name, cells(lines, names, column)])) }
}

function cells(lines: readonly string[][], names: readonly string[], column: InputColumn): unknown[] {
  const index = names.indexOf(column.name)
  return lines.map((line) => cellValue(line[index] ?? '', column))
}

const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y

/** The cells of each line. Empty lines are left out. */
export function csvLines(text: string): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  cell.lastIndex = 0
  while (cell.lastIndex < text.length || line.length > 0) {
    const offset = cell.lastIndex
    const match = cell.exec(text)
    if (!match)
      throw badRequest(`the body is not CSV: a stray quote in line ${text.slice(0, offset).split('\n').length}`)
    line.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === ',') continue
    if (line.length > 1 || match[0].trim() !== '') lines.push(line)
    line = []
  }
  return lines
}
