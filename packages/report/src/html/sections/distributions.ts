import type { ColumnDistribution, DistributionBin, ValidationDocument } from '@trainyard/evidence'
import { cutText } from '../../checks.ts'
import { count, formatNumber, formatShare } from '../../format.ts'
import { lyingBars, standingBars } from '../bars.ts'
import { type Html, html, nothing } from '../html.ts'

/** A picture of each column, the failing rows in red. */
export function distributionsPart({ distributions, rows }: ValidationDocument): Html {
  if (distributions === undefined || distributions.columns.length === 0) return nothing
  const scale = rows / Math.max(1, distributions.rows)
  const looked = scale > 1 ? `, drawn from ${count(distributions.rows, 'row')}` : ''
  const left =
    distributions.left > 0 ? html`<p class="soft">${count(distributions.left, 'more column')} not drawn.</p>` : nothing
  return html`<h3>Columns</h3><p class="soft">Rows by value${looked}. <span class="failing">Red</span>: rows that fail a check of the column, all of them.</p>
<div class="columns">${distributions.columns.map((column) => figure(column, rows, scale))}</div>${left}`
}

function figure(column: ColumnDistribution, rows: number, scale: number): Html {
  const { bins, failing, missing, type } = column
  const facts = [type, `${formatShare(missing, rows)} missing`, different(column, rows)].filter((fact) => fact !== '')
  const failed = failing > 0 ? html`, <span class="failing">${count(failing, 'failing row')}</span>` : nothing
  const caption = html`<figcaption><strong>${column.column}</strong> ${facts.join(', ')}${failed}</figcaption>`
  return html`<figure>${caption}${bins.length === 0 ? nothing : picture(column, scale)}</figure>`
}

function different({ type, distinct, missing }: ColumnDistribution, rows: number): string {
  if (type !== 'string' || missing === rows) return ''
  return distinct === undefined ? 'very many different values' : count(distinct, 'different value')
}

function picture({ bins, type, column }: ColumnDistribution, scale: number): Html {
  const ranged = bins.some(({ from, to }) => from !== undefined || to !== undefined)
  const labels = bins.map(ranged ? (bin) => edgeText(bin, type, bins) : categoryText)
  const bars = bins.map(({ rows, failing }, at) => ({
    label: labels[at] ?? '',
    about: ranged ? rangeText(labels, at) : (labels[at] ?? ''),
    held: Math.max(0, Math.round(rows * scale) - failing),
    failing,
  }))
  return ranged ? standingBars(bars, `Rows by ${column}`) : lyingBars(bars, `Rows by ${column}`)
}

/** From its edge to the next one. */
function rangeText(labels: readonly string[], at: number): string {
  const [from = '', to] = labels.slice(at, at + 2)
  return to === undefined || /^[<≥]/.test(from) ? from : `${from} to ${to.replace(/^≥ /, '')}`
}

function categoryText({ value, others }: DistributionBin, at: number): string {
  if (others) return 'all others'
  return value === undefined ? `no. ${at + 1}` : cutText(value === '' ? '(empty)' : value, 40)
}

/** The edge of a bin, as its type is written. */
function edgeText({ from, to }: DistributionBin, type: string, bins: readonly DistributionBin[]): string {
  const step = Math.min(
    ...bins.flatMap((bin) => (bin.from !== undefined && bin.to !== undefined ? [bin.to - bin.from] : [])),
  )
  const shown = (edge: number) =>
    type === 'number' || type === 'integer' ? formatEdge(edge) : instant(edge, type, step)
  if (from === undefined) return `< ${shown(to ?? 0)}`
  return to === undefined ? `≥ ${shown(from)}` : shown(from)
}

function formatEdge(edge: number): string {
  return Math.abs(edge) >= 1e6 || (edge !== 0 && Math.abs(edge) < 1e-3) ? edge.toExponential() : formatNumber(edge)
}

const day = 86_400

function instant(seconds: number, type: string, step: number): string {
  const moment = new Date(seconds * 1000)
  if (Number.isNaN(moment.getTime())) return `${formatNumber(seconds)} s`
  const text = moment.toISOString()
  const clock = text.slice(11, step < 60 ? 19 : 16)
  if (type === 'time') return clock
  return step >= day ? text.slice(0, 10) : `${text.slice(5, 10)} ${clock}`
}
