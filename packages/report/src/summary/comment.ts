import type { AnyDocument, RunDocument, Verdict } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import { shortDigest } from '../format.ts'
import { stageDetails } from '../lines/details.ts'
import { stageLine } from '../lines/line.ts'
import { rulesOf } from '../rules.ts'
import { beside } from '../runs/markdown.ts'
import { changedSlices, confusionChange } from './changes.ts'
import { gatesTable } from './gates.ts'
import { escapeMarkdown, fit, folded } from './markdown.ts'
import { marks } from './marks.ts'
import { section } from './sections.ts'
import { stageOf, worstVerdict } from './summary.ts'

export interface CommentOptions {
  readonly title: string
  /** Page of the run, where its artifacts are. */
  readonly link?: string
  /** What is said of where the documents come from, below the verdict. */
  readonly note?: string
  /** Characters there is room for. */
  readonly limit: number
}

/** A comment on a pull request: the verdict, the gates, what the model was made of; the rest folded. */
export function commentMarkdown(documents: readonly AnyDocument[], options: CommentOptions): string {
  const { title, link, note, limit } = options
  const verdict = worstVerdict(documents)
  const head = `### ${marks[verdict]} ${escapeMarkdown(title)}: ${headline(documents, verdict)}`
  const evaluation = documents.find((document) => document.kind === 'evaluation')
  const open = documents.find((document) => document.verdict === verdict && verdict !== 'pass')
  const run = documents.find((document) => document.kind === 'run')
  const parts = [
    head,
    note ? `*${escapeMarkdown(note)}*` : '',
    evaluation ? gatesTable(evaluation, MOST_OF_GATES) : '',
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
