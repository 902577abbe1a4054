import type { AnyDocument, Verdict } from '@trainyard/evidence'
import { stageDetails } from '../lines/details.ts'
import { stageLine } from '../lines/line.ts'
import { escapeMarkdown, fit, folded, markdownTable, type Room } from './markdown.ts'
import { marks } from './marks.ts'
import { section } from './sections.ts'

/** GitHub refuses a step's summary above 1 MiB; some room is left for what others append. */
const summaryRoom: Room = {
  limit: 1_000_000,
  more: '*More is in the HTML report: a summary holds 1 MiB.*',
  size: (text) => Buffer.byteLength(text),
}

export const stageOf: Readonly<Record<AnyDocument['kind'], string>> = {
  dataset: 'validate-data',
  validation: 'validate-data',
  model: 'train',
  run: 'train',
  trials: 'train',
  card: 'train',
  profile: 'train',
  evaluation: 'evaluate',
  image: 'build-image',
  deployment: 'deploy',
  drift: 'check-drift',
}

/** A job summary in Markdown, the verdict of the last document first. What does not fit is left to the report. */
export function summaryMarkdown(documents: readonly AnyDocument[]): string {
  const last = documents.at(-1)
  if (last === undefined) return ''
  const head = `### ${marks[last.verdict]} ${stageOf[last.kind]}: ${last.verdict}\n\n${escapeMarkdown(stageLine(last))}`
  const why = stageDetails(last).map((line) => `> ${escapeMarkdown(line)}`)
  const parts = [head, why.join('  \n'), ...[...documents].reverse().map(section)]
  return fit(
    parts.filter((part) => part !== ''),
    summaryRoom,
  )
}

/** All stages of a pipeline: the worst verdict, a line a stage, and the tables folded below. */
export function pipelineMarkdown(documents: readonly AnyDocument[], title: string): string {
  const verdict = worstVerdict(documents)
  const shown = documents.filter(({ kind }) => kind !== 'dataset' && kind !== 'model' && kind !== 'profile')
  const rows = shown.map((document) => [
    stageOf[document.kind],
    `${marks[document.verdict]} ${document.verdict}`,
    escapeMarkdown(stageLine(document)),
  ])
  const head = `### ${marks[verdict]} ${escapeMarkdown(title)}: ${verdict}`
  return fit(
    [
      head,
      markdownTable(['stage', 'verdict', ''], rows),
      ...documents.map((document) => folded(stageOf[document.kind], section(document))),
    ].filter((part) => part !== ''),
    summaryRoom,
  )
}

/** `fail` where any failed, else `inconclusive` where any is. */
export function worstVerdict(documents: readonly Pick<AnyDocument, 'verdict'>[]): Verdict {
  const found = new Set(documents.map(({ verdict }) => verdict))
  if (found.has('fail')) return 'fail'
  return found.has('inconclusive') ? 'inconclusive' : 'pass'
}
