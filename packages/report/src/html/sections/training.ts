import type { MetricPoint, ModelDocument, RunDocument } from '@trainyard/evidence'
import type { Charts } from '../../charts.ts'
import { formatBytes, formatNumber } from '../../format.ts'
import { type Html, html, nothing, trusted } from '../html.ts'
import { badge, digest, facts, figure, table } from '../parts.ts'

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
export function runSection(
  { trainer, parameters, seed, environment, metrics, seconds, cache, verdict, reason }: RunDocument,
  charts: Charts,
): Html {
  return html`<h2>Training ${badge(verdict)}</h2><p>${reason}</p>
${facts([
  ['trainer', trainer],
  ['seed', String(seed)],
  ['time', `${formatNumber(seconds)} s`],
  ['reused', cache.reused ? 'yes: nothing has changed' : 'no'],
  ['cache key', digest(cache.key)],
])}
${curves(metrics, charts)}
<details><summary>Parameters and environment</summary>${table(
    ['name', 'value'],
    [...Object.entries(parameters), ...Object.entries(environment)].map(([name, value]) => [name, String(value)]),
  )}</details>
<details><summary>What the cache key is made of</summary>${table(
    ['entry', 'value'],
    Object.entries(cache.preimage).map(([name, value]) => [name, value]),
  )}</details>`
}

function curves(metrics: readonly MetricPoint[], charts: Charts): Html {
  const names = [...new Set(metrics.map(({ name }) => name))].filter(
    (name) => metrics.filter((point) => point.name === name).length > 1,
  )
  if (names.length === 0) return nothing
  const series = names.map((name) => ({
    type: 'line',
    name,
    showSymbol: false,
    data: metrics.filter((point) => point.name === name).map(({ step, value }) => [step, value]),
  }))
  const axis = { axisLabel: { color: '#888' }, splitLine: { lineStyle: { color: '#8883' } } }
  const option = {
    color: ['#5b4bdb', '#d97706', '#0891b2', '#be185d'],
    grid: { left: 56, right: 16, top: 32, bottom: 36 },
    legend: { top: 0, textStyle: { color: '#888' } },
    xAxis: {
      type: 'value',
      name: 'step',
      nameLocation: 'middle',
      nameGap: 22,
      nameTextStyle: { color: '#888' },
      ...axis,
    },
    yAxis: { type: 'value', scale: true, ...axis },
    series,
  }
  return figure(trusted(charts(option, { width: 860, height: 260 })), 'Learning curve.')
}
