import type { DriftDocument } from '@trainyard/evidence'
import { grouped } from '@trainyard/ports'
import type { Charts } from '../../charts.ts'
import { formatNumber, formatP } from '../../format.ts'
import { type Html, html, nothing, trusted } from '../html.ts'
import { badge, facts, figure, table } from '../parts.ts'

const MOST_BARS = 40

/** Every test, the smallest p first, and the decision. */
export function driftSection(
  { finding, rows, referenceRows, alpha, tests, retrain, reason }: DriftDocument,
  charts: Charts,
): Html {
  const ordered = [...tests].sort((a, b) => (a.adjustedP ?? 2) - (b.adjustedP ?? 2))
  return html`<h2>Drift ${badge(finding)}</h2><p>${reason}</p>
${facts([
  ['rows', grouped(rows)],
  ['reference rows', grouped(referenceRows)],
  ['false alarms', `at most ${formatNumber(alpha * 100)} % over all tests (Holm)`],
  [
    'retrain',
    `${retrain.decision ? 'yes' : 'no'}${retrain.reasons.length > 0 ? `: ${retrain.reasons.join('; ')}` : ''}`,
  ],
  ['started', retrain.dispatched],
])}
${bars(ordered, alpha, charts)}
${table(
  ['column', 'test', 'statistic', 'p', 'p (Holm)', 'drift', ''],
  ordered.map(({ column, source, test, statistic, p, adjustedP, drift, detail }) => [
    source === 'prediction' ? `${column} (prediction)` : column,
    test,
    statistic === null ? '' : formatNumber(statistic),
    p === null ? '' : formatP(p),
    adjustedP === null ? '' : formatP(adjustedP),
    drift ? 'yes' : '',
    detail,
  ]),
  ['statistic', 'p', 'p (Holm)'],
)}`
}

/** −log₁₀ of the adjusted p: the longer, the surer. A p of 1 has no length, and no bar. */
function bars(tests: DriftDocument['tests'], alpha: number, charts: Charts): Html {
  const shown = tests
    .flatMap(({ column, test, adjustedP, drift }) =>
      adjustedP === null || adjustedP === 1
        ? []
        : [{ name: `${column} · ${test}`, length: Math.min(16, -Math.log10(Math.max(adjustedP, 1e-16))), drift }],
    )
    .slice(0, MOST_BARS)
  if (shown.length === 0) return nothing
  const option = {
    grid: { left: 260, right: 24, top: 8, bottom: 40 },
    xAxis: {
      type: 'value',
      name: '−log₁₀ p (Holm)',
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: { color: '#888' },
      axisLabel: { color: '#888' },
      splitLine: { lineStyle: { color: '#8883' } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: shown.map(({ name }) => name),
      axisLabel: { color: '#888', width: 240, overflow: 'truncate' },
      axisTick: { show: false },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 14,
        data: shown.map(({ length, drift }) => ({
          value: length,
          itemStyle: { color: drift ? '#d97706' : '#8a94a6' },
        })),
      },
    ],
  }
  const caption = `Evidence against “no change”. Bars beyond ${(-Math.log10(alpha)).toFixed(1)} are drift.`
  return figure(trusted(charts(option, { width: 860, height: 60 + shown.length * 22 })), caption)
}
