import type { Difference } from '@trainyard/evidence'
import { baseWords, columnWords, rowWords, suiteLines } from '../difference.ts'
import { escapeMarkdown, folded, markdownTable } from './markdown.ts'

const MOST_ROWS = 200

/** What became of the data and the suite, the rows first. */
export function differenceMarkdown(difference: Difference): string {
  const { base, same, rows, columns, suite } = difference
  const since = `Data since ${escapeMarkdown(baseWords(base))}: `
  const data = same ? `${since}nothing differs.` : `${since}${escapeMarkdown(rowWords(rows))}.`
  const table = markdownTable(
    ['column', 'what became of it'],
    columns.slice(0, MOST_ROWS).map((column) => [escapeMarkdown(column.name), escapeMarkdown(columnWords(column))]),
  )
  const expectations = suite
    ? markdownTable(
        ['', 'expectation', 'by'],
        suiteLines(suite)
          .slice(0, MOST_ROWS)
          .map((line) => line.map(escapeMarkdown)),
      )
    : ''
  return [data, table, folded('Suite: what differs', expectations)].filter((part) => part !== '').join('\n\n')
}
