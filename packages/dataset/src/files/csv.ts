import { InputError } from '@trainyard/ports'
import type { Contents } from './contents.ts'
import { checkHeader, headerFields, sniffDelimiter } from './header.ts'
import { longestLine, readBlocks } from './lines.ts'
import type { SourceFile } from './source.ts'
import { type CsvFault, type CsvRecord, type CsvWalker, walkCsv } from './walker.ts'

/**
 * Checks the shape of a CSV or TSV file (RFC 4180, any delimiter) and counts its rows. Empty lines are no rows, except
 * in a table of one column, where they are missing values.
 * @throws {InputError} for the first offence, with its file and line
 */
export async function scanCsv(file: SourceFile): Promise<Contents> {
  let header: { readonly columns: readonly string[]; readonly delimiter: string } | undefined
  let rows = 0
  await eachRecord(file, (record, first) => {
    if (!header) header = readHeader(file, first, record)
    else if (isRow(record, header.columns)) {
      checkWidth(file, record, header.columns)
      rows += 1
    }
  })
  if (!header) throw new InputError('this file is empty', { at: { file: file.path } })
  return { ...header, rows }
}

/** Line at which a data row (counted from 1) begins. */
export async function lineOfCsvRow(file: SourceFile, row: number): Promise<number | undefined> {
  let [rows, width] = [-1, 0]
  let line: number | undefined
  await eachRecord(file, (record) => {
    if (rows === -1) width = record.fields
    if (rows === -1 || !record.blank || width === 1) rows += 1
    if (rows === row) line ??= record.line
  })
  return line
}

function isRow(record: CsvRecord, columns: readonly string[]): boolean {
  return !record.blank || columns.length === 1
}

/** Gives every record, and the bytes that the file begins with. */
async function eachRecord(file: SourceFile, visit: (record: CsvRecord, first: Buffer) => void): Promise<void> {
  let walker: CsvWalker | undefined
  for await (const { bytes } of readBlocks(file)) {
    walker ??= walkCsv(delimiterOf(file, bytes).charCodeAt(0), (record) => visit(record, bytes), faultIn(file))
    walker.push(bytes)
    if (walker.pending > longestLine) faultIn(file)('a quote that is never closed', walker.line)
  }
  walker?.end()
}

function delimiterOf(file: SourceFile, bytes: Buffer): string {
  return file.format === 'tsv' ? '\t' : sniffDelimiter(bytes)
}

function readHeader(file: SourceFile, first: Buffer, record: CsvRecord) {
  const delimiter = delimiterOf(file, first)
  const columns = headerFields(first.toString('utf8', 0, record.end || first.length), delimiter)
  checkHeader(file, columns)
  return { columns, delimiter }
}

function checkWidth(file: SourceFile, { fields, line }: CsvRecord, columns: readonly string[]): void {
  if (fields === columns.length) return
  throw new InputError(`this row has ${count(fields)}, the header has ${columns.length}`, {
    at: { file: file.path, line },
    remedy: 'A value that holds the delimiter must stand in double quotes.',
  })
}

function count(fields: number): string {
  return fields === 1 ? '1 column' : `${fields} columns`
}

function faultIn(file: SourceFile): (fault: CsvFault, line: number) => never {
  return (fault, line) => {
    throw new InputError(fault, { at: { file: file.path, line }, remedy: remedies[fault] })
  }
}

const remedies: Readonly<Record<CsvFault, string>> = {
  'text after a closing quote': 'A double quote inside a quoted value is written twice: "".',
  'a lone carriage return': 'Lines end in LF or CRLF. Save the file with one of them.',
  'a quote that is never closed': 'Close it, or write a double quote inside a quoted value twice: "".',
}
