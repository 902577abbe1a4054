import { type EvaluationDocument, type RuleResult, targetColumns } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import type { Charts } from '../../charts.ts'
import { formatInterval, formatNumber, formatSigned, metricName, thresholdText } from '../../format.ts'
import { hygieneRows } from '../../hygiene.ts'
import { nothingToCompare, rulesOf, type ShownUnjudged, unjudgedOf } from '../../rules.ts'
import { shownRule } from '../../shown-rule.ts'
import { weakRows, weakSummary } from '../../weak-slices.ts'
import { type Html, html, nothing } from '../html.ts'
import { badge, digest, facts, table } from '../parts.ts'
import { confusionFigure } from './confusion.ts'
import { plotsSection } from './plots.ts'

/** A page is read by people; evaluation.json has them all. */
const MOST_SLICES = 200

/** Gates with their intervals, all metrics, and the confusion matrix. */
export function evaluationSection(document: EvaluationDocument, charts: Charts): Html {
  const { metrics, data, model, champion, decidedBy, verdict, target } = document
  return html`<h2>Evaluation ${badge(verdict)}</h2>
${facts([
  ['rows', `${grouped(data.rows)} (${data.split})`],
  ['target', targetColumns(target).join(', ')],
  ['decided by', decidedBy],
  ['threshold', thresholdText(document)],
  ['model', model && digest(model)],
  ['champion', champion && digest(champion)],
  ...hygieneRows(document),
])}
${rulesOf(document).map(rule)}${unjudgedOf(document).map(unjudged)}
<p class="soft">Thick: the one-sided 95 % bounds that decide. Thin: the two-sided 95 % interval. Red: what the rule asks.</p>
${table(
  ['metric', 'value', '95 % interval', 'method'],
  metrics.map((metric) => [
    metricName(metric),
    formatNumber(metric.value),
    metric.interval ? formatInterval(metric.interval) : '',
    metric.interval?.method ?? '',
  ]),
  ['value', '95 % interval'],
)}
${plotsSection(document)}${confusionFigure(document, charts)}${noRules(document)}${weak(document)}`
}

/** Sets of rows on which the model does worse. */
function weak({ weakSlices }: EvaluationDocument): Html {
  if (weakSlices === undefined) return nothing
  const about = html`<h3>Weak slices</h3><p class="soft">${weakSummary(weakSlices)}</p>`
  if (weakSlices.found.length === 0) return about
  return html`${about}${table(['rows with', 'rows', weakSlices.measure, 'of the others', 'p'], weakRows(weakSlices), ['rows', weakSlices.measure, 'of the others', 'p'])}`
}

/** What imported files ask for and no rule says. */
function noRules({ untranslated: parts = [] }: EvaluationDocument): Html {
  if (parts.length === 0) return nothing
  const rows = parts.map(({ what, why, at }) => [at.file, String(at.line ?? at.key ?? ''), what, why])
  return html`<h3>No rule</h3>${table(['file', 'place', 'part', 'why'], rows)}`
}

function rule(result: RuleResult): Html {
  const { estimate, rival, apart, range } = shownRule(result)
  const difference = apart === '' ? '' : `, ${result.ratio === undefined ? `difference ${apart}` : apart}`
  return html`<p><strong>${result.text}</strong> ${badge(result.verdict)}<br>${estimate}${rival === '' ? '' : `, ${rival}`}${difference}
${range === '' ? nothing : html` <span class="soft">95 % ${range}</span>`}
${bar(result)}<span class="soft">${result.reason}</span></p>${slices(result)}`
}

function unjudged({ text, reason }: ShownUnjudged): Html {
  return html`<p><strong>${text}</strong> ${nothingToCompare}<br><span class="soft">${reason}</span></p>`
}

/** The least sure first; folded, as the rule's own line is of the first. */
function slices({ slices: held = [] }: RuleResult): Html {
  if (held.length < 2) return nothing
  const order = ['fail', 'inconclusive', 'pass']
  const sorted = held.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
  const rows = sorted
    .slice(0, MOST_SLICES)
    .map(({ value, rows: count, estimate, difference, interval, verdict }) => [
      value ?? 'missing',
      grouped(count),
      estimate === undefined ? 'none' : formatNumber(estimate),
      difference === undefined ? '' : formatSigned(difference),
      interval ? formatInterval(interval) : '',
      verdict,
    ])
  const head = ['value', 'rows', 'estimate', 'difference', '95 % interval', 'verdict']
  const more = held.length > MOST_SLICES ? `, the first ${MOST_SLICES}` : ''
  return html`<details><summary>${held.length} values${more}</summary>${table(head, rows, head.slice(1, 5))}</details>`
}

/** The two-sided interval as a thin bar, the bounds that decide as a thick one, and what they are held against as a line. */
function bar({ interval, bounds, difference, ratio, estimate, bound, text }: RuleResult): Html {
  if (interval === undefined) return nothing
  const value = ratio ?? difference ?? estimate
  const ends = [interval.low, interval.high, bound, value]
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const pad = (high - low || 1) * 0.08
  const at = (point: number) => (((point - low + pad) / (high - low + 2 * pad)) * 600).toFixed(1)
  const span = (from: number, to: number, width: number) =>
    html`<line x1="${at(from)}" x2="${at(to)}" y1="13" y2="13" stroke="var(--accent)" stroke-width="${width}" stroke-linecap="round"/>`
  const label = `interval ${formatInterval(interval)}${bounds ? `, bounds ${formatInterval(bounds)}` : ''}, rule ${text}`
  return html`<br><svg role="img" aria-label="${label}" viewBox="0 0 600 26" width="600" height="26"><title>${label}</title>
<line x1="0" x2="600" y1="13" y2="13" stroke="var(--line)" stroke-width="2"/>
${span(interval.low, interval.high, 3)}${bounds ? span(bounds.low, bounds.high, 8) : nothing}
<circle cx="${at(value)}" cy="13" r="5" fill="var(--ink)"/>
<line x1="${at(bound)}" x2="${at(bound)}" y1="1" y2="25" stroke="var(--fail)" stroke-width="2"/></svg>`
}
