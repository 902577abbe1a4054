import type { RunDocument } from '@trainyard/evidence'
import { escapeMarkdown, folded, markdownTable } from '../summary/markdown.ts'
import { type BesideRow, byNews, metricsBeside, parametersBeside } from './beside.ts'
import { changeLines } from './changes.ts'
import { parityText, worstHeads, worstRows } from './parity.ts'

/** The new run beside the last one of the base branch, how its model compares with the original, and what has changed since the nearest run. */
export function runMarkdown(document: RunDocument): string {
  return [beside(document), parity(document), changed(document)].filter((part) => part !== '').join('\n\n')
}

/** A table as `dvc metrics diff` makes it, for a pull request; empty where there is no base. */
export function beside(document: RunDocument): string {
  const { base } = document
  if (base === undefined) return ''
  const { differing, equal } = byNews([...parametersBeside(base, document), ...metricsBeside(base, document)])
  const asTable = (rows: readonly BesideRow[]) =>
    markdownTable(
      ['', escapeMarkdown(base.branch), 'this run', 'difference'],
      rows.map((row) => row.map(escapeMarkdown)),
    )
  const shown = differing.length > 0 ? asTable(differing) : `Nothing differs from ${escapeMarkdown(base.branch)}.`
  return equal.length > 0 ? `${shown}\n\n${folded(`${equal.length} equal`, asTable(equal))}` : shown
}

function parity(document: RunDocument): string {
  const text = parityText(document)
  const rows = worstRows(document).map((row) => row.map(escapeMarkdown))
  if (text === undefined) return ''
  if (rows.length === 0) return `Converted: ${escapeMarkdown(text)}.`
  const table = markdownTable(worstHeads.slice(0, rows[0]?.length), rows)
  return [`${escapeMarkdown(text)}.`, table, escapeMarkdown(document.parity?.cause ?? '')].join('\n\n')
}

function changed({ cache }: RunDocument): string {
  if (cache.reused || cache.nearest === undefined) return ''
  const lines = changeLines(cache.nearest.changes).map((line) => `- ${escapeMarkdown(line)}`)
  return folded(`Changed since the run of ${escapeMarkdown(cache.nearest.createdAt)}`, lines.join('\n'))
}
