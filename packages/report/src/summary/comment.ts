import type { AnyDocument, EvaluationDocument, RuleResult, RunDocument, Verdict } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { cutText } from '../checks.ts'
import { shortDigest } from '../format.ts'
import { stageDetails } from '../lines/details.ts'
import { stageLine } from '../lines/line.ts'
import { rulesOf } from '../rules.ts'
import { beside } from '../runs/markdown.ts'
import { shownRule } from '../shown-rule.ts'
import { textBar } from './bar.ts'
import { changedSlices, confusionChange } from './changes.ts'
import { escapeMarkdown, fit, folded, markdownTable } from './markdown.ts'
import { section } from './sections.ts'
import { marks, stageOf, worstVerdict } from './summary.ts'

export interface CommentOptions {
  readonly title: string
  /** Page of the run, where its artifacts are. */
  readonly link?: string
  /** Characters there is room for. */
  readonly limit: number
}

/** A comment on a pull request: the verdict, the gates, what the model was made of; the rest folded. */
export function commentMarkdown(documents: readonly AnyDocument[], { title, link, limit }: CommentOptions): string {
  const verdict = worstVerdict(documents)
  const head = `### ${marks[verdict]} ${escapeMarkdown(title)}: ${headline(documents, verdict)}`
  const evaluation = documents.find((document) => document.kind === 'evaluation')
  const open = documents.find((document) => document.verdict === verdict && verdict !== 'pass')
  const run = documents.find((document) => document.kind === 'run')
  const parts = [
    head,
    evaluation ? gates(evaluation) : '',
    evaluation ? folded('Slices that differ', changedSlices(evaluation)) : '',
    evaluation ? folded('Confusion, and its change from the champion', confusionChange(evaluation)) : '',
    open ? stageDetails(open).map(quoted).join('  \n') : '',
    run ? beside(run) : '',
    made(documents, link),
    ...documents.filter(({ kind }) => kind !== 'evaluation').map(foldedStage),
  ]
  const more = '*More is in the HTML report: a comment holds 65,536 characters.*'
  return fit(
    parts.filter((part) => part !== ''),
    { limit, more, size: (text) => text.length },
  )
}

function headline(documents: readonly AnyDocument[], verdict: Verdict): string {
  if (verdict === 'pass') return documents.some(({ kind }) => kind === 'deployment') ? 'passed every stage' : 'passed'
  const open = documents.find((document) => document.verdict === verdict)
  if (open?.kind !== 'evaluation') return `stopped at ${open ? stageOf[open.kind] : 'the first stage'}`
  const rules = rulesOf(open)
  const failed = rules.filter((rule) => rule.verdict !== 'pass').length
  return `not ready to deploy (${failed} of ${rules.length} gates)`
}

/** Characters of the table of gates: the most of a comment. */
const MOST_OF_GATES = 40_000
const MOST_OF_A_RULE = 500

/** What does not pass comes first, so that it is what is seen of many. */
function gates(document: EvaluationDocument): string {
  const rules = rulesOf(document)
  const open = rules.filter(({ verdict }) => verdict !== 'pass')
  const rows = [...open, ...rules.filter(({ verdict }) => verdict === 'pass')].map(gate)
  let room = MOST_OF_GATES
  const fitting = rows.filter((cells) => {
    room -= cells.join(' | ').length + 5
    return room > 0
  })
  const head = ['gate', 'candidate', 'compared with', 'difference (95 %)', '', 'verdict']
  const more = rows.length - fitting.length
  const table = markdownTable(head, fitting)
  return more > 0 ? `${table}\n\nand ${grouped(more)} more gates in the report` : table
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

/** What the model was made of, in one line. */
function made(documents: readonly AnyDocument[], link: string | undefined): string {
  const data = documents.find((document) => document.kind === 'dataset')
  const run = documents.find((document) => document.kind === 'run')
  const facts = [
    data && `Data: ${grouped(data.rows)} rows, \`${shortDigest(data.sha256)}\`.`,
    run && trained(run),
    link && `[Run and report](${link}).`,
  ]
  return facts.filter((fact) => fact !== undefined && fact !== '').join(' ')
}

function trained({ trainer, parameters, seconds, cache }: RunDocument): string {
  const named = Object.entries(parameters).map(([name, value]) => `${name} ${String(value)}`)
  const by = escapeMarkdown([trainer, ...named].join(', '))
  return cache.reused ? `Model: ${by}; nothing has changed.` : `Model: ${by}; trained in ${seconds.toFixed(0)} s.`
}

function foldedStage(document: AnyDocument): string {
  const body = section(document)
  return body === '' ? '' : folded(`${stageOf[document.kind]}: ${escapeMarkdown(stageLine(document))}`, body)
}

function quoted(line: string): string {
  return `> ${escapeMarkdown(line)}`
}
