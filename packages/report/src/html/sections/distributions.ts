import type { ColumnDistribution, DistributionBin, ValidationDocument } from '@trainyard/evidence'
import type { ChartOption, Charts } from '../../charts.ts'
import { cutText } from '../../checks.ts'
import { count, formatNumber, formatShare } from '../../format.ts'
import { type Html, html, nothing, trusted } from '../html.ts'

const size = { width: 300, height: 130 }
const colours = { held: '#8f83e8', failing: '#d92d20', label: '#888' }

/** A picture of each column, the failing rows in red. */
export function distributionsPart({ distributions, rows }: ValidationDocument, charts: Charts): Html {
  if (distributions === undefined || distributions.columns.length === 0) return nothing
  const scale = rows / Math.max(1, distributions.rows)
  const looked = scale > 1 ? `, drawn from ${count(distributions.rows, 'row')}` : ''
  const left =
    distributions.left > 0 ? html`<p class="soft">${count(distributions.left, 'more column')} not drawn.</p>` : nothing
  return html`<h3>Columns</h3><p class="soft">Rows by value${looked}. <span class="failing">Red</span>: rows that fail a check of the column, all of them.</p>
<div class="columns">${distributions.columns.map((column) => figure(column, rows, scale, charts))}</div>${left}`
}

function figure(column: ColumnDistribution, rows: number, scale: number, charts: Charts): Html {
  const { bins, failing, missing, type } = column
  const facts = [type, `${formatShare(missing, rows)} missing`, different(column, rows)].filter((fact) => fact !== '')
  const failed = failing > 0 ? html`, <span class="failing">${count(failing, 'failing row')}</span>` : nothing
  const caption = html`<figcaption><strong>${column.column}</strong> ${facts.join(', ')}${failed}</figcaption>`
  return html`<figure>${caption}${bins.length === 0 ? nothing : trusted(charts(optionOf(column, scale), size))}</figure>`
}

function different({ type, distinct, missing }: ColumnDistribution, rows: number): string {
  if (type !== 'string' || missing === rows) return ''
  return distinct === undefined ? 'very many different values' : count(distinct, 'different value')
}

function optionOf({ bins, type }: ColumnDistribution, scale: number): ChartOption {
  const ranged = bins.some(({ from, to }) => from !== undefined || to !== undefined)
  const labels = bins.map(ranged ? (bin) => edgeText(bin, type, bins) : categoryText)
  const categories = {
    type: 'category',
    data: labels,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: '#8886' } },
  }
  const values = { type: 'value', show: false }
  const label = { color: colours.label, fontSize: 10, hideOverlap: true }
  const axes = ranged
    ? {
        xAxis: { ...categories, axisLabel: { ...label, showMaxLabel: true } },
        yAxis: values,
        grid: { left: 6, right: 18, top: 6, bottom: 20 },
      }
    : {
        xAxis: values,
        yAxis: { ...categories, inverse: true, axisLabel: { ...label, width: 84, overflow: 'truncate' } },
        grid: { left: 96, right: 8, top: 2, bottom: 2 },
      }
  return { ...axes, series: series(bins, scale) }
}

/** The failing part stands on the rest; however small, it can be seen. */
function series(bins: readonly DistributionBin[], scale: number): readonly ChartOption[] {
  const held = bins.map(({ rows, failing }) => Math.max(0, Math.round(rows * scale) - failing))
  const bars = { type: 'bar', stack: 'rows', barCategoryGap: '8%', barMaxWidth: 26 }
  return [
    { ...bars, itemStyle: { color: colours.held }, data: held },
    {
      ...bars,
      itemStyle: { color: colours.failing },
      barMinHeight: 3,
      data: bins.map(({ failing }) => (failing > 0 ? failing : '-')),
    },
  ]
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
