import type { ModelDocument, RunDocument } from '@trainyard/evidence'
import type { Charts } from '../../charts.ts'
import { formatBytes, formatNumber } from '../../format.ts'
import { byNews, metricsBeside, parametersBeside } from '../../runs/beside.ts'
import { changeLines } from '../../runs/changes.ts'
import { parityText, worstHeads, worstRows } from '../../runs/parity.ts'
import { type Html, html, nothing } from '../html.ts'
import { badge, digest, facts, table } from '../parts.ts'
import { learningCurves } from './curves.ts'
import { searchFigures } from './search/search.ts'

/** What goes into the model and what comes out. */
export function modelSection({ signature, framework, bytes, sha256, opset }: ModelDocument): Html {
  const tensors = [
    ...signature.inputs.map(({ name, type, shape }) => ['in', name, type, shape.join(' × ')]),
    ...signature.outputs.map(({ name, type, shape }) => ['out', name, type, shape.join(' × ')]),
  ]
  return html`<h2>Model</h2>
${facts([
  ['framework', framework],
  ['size', formatBytes(bytes)],
  ['task', signature.task],
  ['classes', signature.classes?.join(', ')],
  ['opset', Object.values(opset).join(', ')],
  ['digest', digest(sha256)],
])}
<details><summary>Inputs and outputs</summary>${table(['', 'name', 'type', 'shape'], tensors)}</details>`
}

/** Parameters, environment and the learning curve. */
export function runSection(document: RunDocument, charts: Charts): Html {
  const { trainer, parameters, seed, environment, seconds, cache, verdict, reason } = document
  return html`<h2>Training ${badge(verdict)}</h2><p>${reason}</p>
${facts([
  ['trainer', trainer],
  ['seed', String(seed)],
  ['time', `${formatNumber(seconds)} s`],
  ['reused', cache.reused ? `yes, from the ${cache.from ?? 'state'}: nothing has changed` : 'no'],
  ['converted', parityText(document)],
  ['cache key', digest(cache.key)],
  ['trained because', document.trigger],
])}
${unequal(document)}
${besideBase(document)}
${changed(document)}
${document.search ? searchFigures(document.search, charts) : nothing}
${learningCurves(document, charts)}
<details><summary>Parameters and environment</summary>${table(
    ['name', 'value'],
    [...Object.entries(parameters), ...Object.entries(environment)].map(([name, value]) => [name, String(value)]),
  )}</details>
<details><summary>What the cache key is made of</summary>${table(
    ['entry', 'value'],
    Object.entries(cache.preimage).map(([name, value]) => [name, value]),
  )}</details>`
}

/** The rows that a conversion answers otherwise, and the likely cause; nothing where it may be used. */
function unequal(document: RunDocument): Html {
  const rows = worstRows(document)
  if (rows.length === 0) return nothing
  const heads = worstHeads.slice(0, rows[0]?.length)
  return html`<h3>Not equal to the original</h3>${table(heads, rows, heads)}<p>${document.parity?.cause ?? ''}</p>`
}

function besideBase(document: RunDocument): Html {
  const { base } = document
  if (base === undefined) return nothing
  const { differing, equal } = byNews([...parametersBeside(base, document), ...metricsBeside(base, document)])
  const head = ['', base.branch, 'this run', 'difference']
  const shown = differing.length > 0 ? table(head, differing, head.slice(1)) : html`<p>Nothing differs.</p>`
  const rest = html`<details><summary>${equal.length} equal</summary>${table(head, equal, head.slice(1))}</details>`
  return html`<h3>Beside ${base.branch}</h3>${shown}${equal.length > 0 ? rest : nothing}`
}

function changed({ cache }: RunDocument): Html {
  if (cache.reused || cache.nearest === undefined) return nothing
  const lines = changeLines(cache.nearest.changes)
  return html`<details open><summary>Changed since the run of ${cache.nearest.createdAt}</summary>
<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></details>`
}
