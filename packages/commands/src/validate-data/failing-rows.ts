import { writeFileAtomic } from '@trainyard/ports'
import type { FailingRows } from '@trainyard/validation'

/** Writes which rows failed which check, one a line: the row's number, its key columns, and values where they are shown. */
export async function writeFailingRows(failing: readonly FailingRows[], file: string): Promise<void> {
  if (failing.length === 0) return
  const keys = [...new Set(failing.flatMap(({ rows }) => rows.flatMap((row) => Object.keys(row.keys))))]
  const lines = failing.flatMap(({ type, columns, rows }) =>
    rows.map((row) => {
      const values = 'values' in row ? JSON.stringify(row.values) : ''
      return [type, columns.join(' '), row.rowNumber, row.rowInFile, ...keys.map((key) => row.keys[key] ?? ''), values]
        .map(cell)
        .join(',')
    }),
  )
  const header = ['expectation', 'columns', 'row', 'row in file', ...keys, 'values'].map(cell).join(',')
  await writeFileAtomic(file, `${[header, ...lines].join('\n')}\n`)
}

function cell(value: unknown): string {
  const text = String(value)
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
