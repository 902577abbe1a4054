import type { Difference } from '@trainyard/evidence'
import { baseWords, columnWords, rowWords, suiteLines } from '../../difference.ts'
import { type Html, html, nothing } from '../html.ts'
import { table } from '../parts.ts'

/** What became of the data and the suite since the base. */
export function differenceSection({ base, same, rows, columns, suite }: Difference): Html {
  const data = same ? 'Nothing in the data differs.' : `${rowWords(rows)}.`
  return html`<h3>Difference since ${baseWords(base)}</h3><p>${data}</p>
${
  columns.length === 0
    ? nothing
    : table(
        ['column', 'what became of it'],
        columns.map((column) => [column.name, columnWords(column)]),
      )
}
${suite ? table(['suite', 'expectation', 'by'], suiteLines(suite)) : nothing}`
}
