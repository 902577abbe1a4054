import type { AnyDocument, DriftDocument } from '@trainyard/evidence'
import type { Charts } from '../charts.ts'
import { stageDetails } from '../lines/details.ts'
import { stageLine } from '../lines/line.ts'
import { worstVerdict } from '../summary/summary.ts'
import { type Html, html, trusted } from './html.ts'
import { badge } from './parts.ts'
import { chain } from './sections/chain.ts'
import { sectionOf } from './sections/index.ts'
import { style } from './style.ts'

export interface PageOptions {
  readonly title: string
  readonly charts: Charts
}

/** Documents that are a stage's own, with the name of the stage; the others are shown inside their stage. */
const stages: Readonly<Partial<Record<AnyDocument['kind'], string>>> = {
  validation: 'validate-data',
  run: 'train',
  evaluation: 'evaluate',
  image: 'build-image',
  deployment: 'deploy',
  drift: 'check-drift',
}

/** One stage's page. */
export function stageHtml(documents: readonly AnyDocument[], charts: Charts): string {
  const last = documents.at(-1)
  return pipelineHtml(documents, { title: (last && stages[last.kind]) ?? 'Trainyard', charts })
}

/** One self-contained page of any documents: nothing is fetched, no script runs. */
export function pipelineHtml(documents: readonly AnyDocument[], { title, charts }: PageOptions): string {
  const verdict = worstVerdict(documents)
  const shown = documents.map((document, at) => ({ document, id: `${document.kind}-${at}` }))
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${title} – Trainyard</title><style>${trusted(style)}</style></head><body><main>
<h1>${title} ${badge(verdict)}</h1><p class="soft">${made(documents)}</p>
<ol class="stages">${shown.flatMap(({ document, id }) => step(document, id))}</ol>
${shown.map(({ document, id }) => html`<section id="${id}">${sectionOf(document, charts)}</section>`)}
<section id="evidence"><h2>Evidence chain</h2>${chain(documents)}</section>
</main></body></html>
`
  return page.text
}

function step(document: AnyDocument, id: string): Html[] {
  const stage = stages[document.kind]
  if (stage === undefined) return []
  const mark = document.kind === 'drift' ? badge((document as DriftDocument).finding) : badge(document.verdict)
  const why = stageDetails(document).map((line) => html`<br><span class="soft">${line}</span>`)
  return [html`<li><a href="#${id}">${stage}</a>${mark}<span>${stageLine(document)}${why}</span></li>`]
}

function made(documents: readonly AnyDocument[]): string {
  const last = [...documents].sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt)).at(-1)
  return last ? `${last.createdAt.replace('T', ' ').slice(0, 16)} UTC, trainyard ${last.tool.version}` : ''
}
