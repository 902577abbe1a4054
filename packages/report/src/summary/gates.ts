import type { EvaluationDocument, RuleResult } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { cutText } from '../checks.ts'
import { nothingToCompare, openRules, rulesOf, type ShownUnjudged, unjudgedOf } from '../rules.ts'
import { shownRule } from '../shown-rule.ts'
import { textBar } from './bar.ts'
import { escapeMarkdown, markdownTable } from './markdown.ts'
import { marks } from './marks.ts'

const MOST_OF_A_RULE = 500

/** Rules with their values, what does not pass first, so that it is what is seen of many. @param room characters */
export function gatesTable(document: EvaluationDocument, room: number): string {
  const passed = rulesOf(document).filter(({ verdict }) => verdict === 'pass')
  const judged = [...openRules(document), ...passed].map(gate)
  const rows = [...judged, ...unjudgedOf(document).map(unjudgedGate)]
  let left = room
  const fitting = rows.filter((cells) => {
    left -= cells.join(' | ').length + 5
    return left > 0
  })
  const head = ['gate', 'candidate', 'compared with', 'difference (95 %)', '', 'verdict']
  const more = rows.length - fitting.length
  const table = markdownTable(head, fitting)
  return more > 0 ? `${table}\n\nand ${grouped(more)} more gates in the report` : table
}

function unjudgedGate({ text, reason }: ShownUnjudged): readonly string[] {
  const [gate = '', why = ''] = [text, reason].map((part) => escapeMarkdown(cutText(part, MOST_OF_A_RULE)))
  return [gate, '', why, '', '', nothingToCompare]
}

function gate(rule: RuleResult): readonly string[] {
  const { estimate, rival, apart, range } = shownRule(rule)
  return [
    escapeMarkdown(cutText(rule.text, MOST_OF_A_RULE)),
    apart === '' ? `${estimate} ${range}`.trim() : estimate,
    rival,
    apart === '' ? '' : `${apart} ${range}`.trim(),
    textBar(rule),
    `${marks[rule.verdict]} ${rule.verdict}`,
  ]
}
