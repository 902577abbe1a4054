/** A column of a CSV file: its name, its type for DuckDB, and its cell in a line. */
export interface CsvColumn<Line> {
  readonly name: string
  readonly type: 'BIGINT' | 'VARCHAR'
  value(line: Line): unknown
}

/** CSV after RFC 4180 with a header. A missing value is an empty cell, an empty text a quoted one. */
export function csvText<Line>(columns: readonly CsvColumn<Line>[], lines: readonly Line[]): string {
  const header = columns.map(({ name }) => cell(name)).join(',')
  const rows = lines.map((line) => columns.map((column) => cell(column.value(line))).join(','))
  return `${[header, ...rows].join('\n')}\n`
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = String(value)
  return text === '' || /[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
