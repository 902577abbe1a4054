import type { EvaluationDocument, RuleResult, SliceResult } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { cutText } from '../checks.ts'
import { confusionCell } from '../confusion-cell.ts'
import { formatInterval, formatNumber, formatSigned } from '../format.ts'
import { rulesOf } from '../rules.ts'
import { escapeMarkdown, markdownTable } from './markdown.ts'
import { marks } from './marks.ts'

const MOST_SLICES = 20

const MOST_CHARACTERS = 100

/** More classes than this are a table for the page. */
const MOST_CLASSES = 12

/** Slices on which the candidate surely differs from the champion, or does not pass: the worst first. */
export function changedSlices(document: EvaluationDocument): string {
  const changed = rulesOf(document).flatMap((rule) =>
    (rule.slices ?? []).filter(isChanged).map((slice) => ({ rule, slice })),
  )
  const order = ['fail', 'inconclusive', 'pass']
  const sorted = changed.toSorted(
    (a, b) =>
      order.indexOf(a.slice.verdict) - order.indexOf(b.slice.verdict) ||
      (a.slice.difference ?? 0) - (b.slice.difference ?? 0),
  )
  const table = markdownTable(
    ['rule', 'slice', 'rows', 'candidate', 'difference (95 %)', 'verdict'],
    sorted.slice(0, MOST_SLICES).map(({ rule, slice }) => row(rule, slice)),
  )
  const more = sorted.length - MOST_SLICES
  return more > 0 ? `${table}\n\nand ${grouped(more)} more slices in the report` : table
}

function isChanged({ verdict, difference, interval }: SliceResult): boolean {
  if (verdict !== 'pass') return true
  return difference !== undefined && interval !== undefined && (interval.low > 0 || interval.high < 0)
}

function row({ text }: RuleResult, slice: SliceResult): readonly string[] {
  const { value, rows, estimate, difference, interval, verdict } = slice
  const range = interval ? formatInterval(interval) : ''
  return [
    escapeMarkdown(cutText(text, MOST_CHARACTERS)),
    escapeMarkdown(cutText(value ?? 'missing', MOST_CHARACTERS)),
    grouped(rows),
    estimate === undefined ? 'none' : `${formatNumber(estimate)}${difference === undefined ? ` ${range}` : ''}`.trim(),
    difference === undefined ? '' : `${formatSigned(difference)} ${range}`.trim(),
    `${marks[verdict]} ${verdict}`,
  ]
}

/** Counts of label against prediction, and in brackets how many more or fewer they are than the champion's. */
export function confusionChange({ confusion }: EvaluationDocument): string {
  const { classes = [], counts = [], champion } = confusion ?? {}
  if (champion === undefined || classes.length > MOST_CLASSES) return ''
  const rows = counts.map((row, label) => [
    `**${escapeMarkdown(cutText(classes[label] ?? '', MOST_CHARACTERS))}**`,
    ...row.map((count, prediction) => confusionCell(count, champion[label]?.[prediction] ?? 0)),
  ])
  return markdownTable(
    ['label ↓ prediction →', ...classes.map((name) => escapeMarkdown(cutText(name, MOST_CHARACTERS)))],
    rows,
  )
}
