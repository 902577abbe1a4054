import type { MetricPoint, RunDocument } from '@trainyard/evidence'
import type { Charts } from '../../charts.ts'
import { type Html, nothing, trusted } from '../html.ts'
import { figure } from '../parts.ts'

const colours = ['#5b4bdb', '#d97706', '#0891b2', '#be185d']

/** Metrics by step; those of the base's run are laid under them, dashed, in the same colours. */
export function learningCurves({ metrics, base }: Pick<RunDocument, 'metrics' | 'base'>, charts: Charts): Html {
  const names = curveNames(metrics)
  if (names.length === 0) return nothing
  const series = names.flatMap((name, at) => {
    const color = colours[at % colours.length]
    const own = curve(metrics, name, { name, color, type: 'solid' })
    const under = curve(base?.metrics ?? [], name, { name: `${name}, ${base?.branch}`, color, type: 'dashed' })
    return under.data.length > 1 ? [own, under] : [own]
  })
  const caption = base === undefined ? 'Learning curve.' : `Learning curve; dashed: ${base.branch}.`
  return figure(trusted(charts(chart(series), { width: 860, height: 260 })), caption)
}

/** Metrics with more than one point. */
function curveNames(metrics: readonly MetricPoint[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { name } of metrics) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].flatMap(([name, points]) => (points > 1 ? [name] : []))
}

interface Line {
  readonly name: string
  readonly color: string | undefined
  readonly type: 'solid' | 'dashed'
}

function curve(metrics: readonly MetricPoint[], metric: string, { name, color, type }: Line) {
  return {
    type: 'line',
    name,
    showSymbol: false,
    itemStyle: { color },
    lineStyle: { color, type },
    data: metrics.filter((point) => point.name === metric).map(({ step, value }) => [step, value]),
  }
}

function chart(series: readonly object[]) {
  const axis = { axisLabel: { color: '#888' }, splitLine: { lineStyle: { color: '#8883' } } }
  const step = { name: 'step', nameLocation: 'middle', nameGap: 22, nameTextStyle: { color: '#888' } }
  return {
    grid: { left: 56, right: 16, top: 32, bottom: 36 },
    legend: { top: 0, textStyle: { color: '#888' } },
    xAxis: { type: 'value', ...step, ...axis },
    yAxis: { type: 'value', scale: true, ...axis },
    series,
  }
}
