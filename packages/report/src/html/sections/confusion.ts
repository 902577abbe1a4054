import type { EvaluationDocument } from '@trainyard/evidence'
import type { Charts } from '../../charts.ts'
import { confusionCell } from '../../confusion-cell.ts'
import { type Html, nothing, trusted } from '../html.ts'
import { figure } from '../parts.ts'

/** How often each class was answered for each label; where there is a champion, with the change from it in brackets. */
export function confusionFigure({ confusion: matrix }: EvaluationDocument, charts: Charts): Html {
  if (matrix === undefined || matrix.classes.length > 30) return nothing
  const { classes, counts, champion } = matrix
  const most = Math.max(1, ...counts.flat())
  const cells = counts.flatMap((row, label) =>
    row.map((cell, prediction) => ({
      value: [prediction, label, cell],
      label: {
        formatter: confusionCell(cell, champion?.[label]?.[prediction]),
        color: cell > most / 2 ? '#fff' : '#1e1b4b',
      },
    })),
  )
  const axis = {
    type: 'category',
    data: classes,
    axisLabel: { color: '#888' },
    nameTextStyle: { color: '#888' },
    splitArea: { show: false },
  }
  const option = {
    grid: { left: 120, right: 16, top: 16, bottom: 56 },
    xAxis: { ...axis, name: 'prediction', nameLocation: 'middle', nameGap: 30 },
    yAxis: { ...axis, name: 'label', inverse: true },
    visualMap: {
      show: false,
      min: 0,
      max: most,
      inRange: { color: ['#e9e7fc', '#5b4bdb'] },
    },
    series: [
      {
        type: 'heatmap',
        data: cells,
        label: { show: true, fontWeight: 600 },
      },
    ],
  }
  const size = { width: Math.min(860, 240 + classes.length * 90), height: 110 + classes.length * 44 }
  return figure(
    trusted(charts(option, size)),
    `Confusion matrix: labels down, predictions across${champion ? '; in brackets the change from the champion' : ''}.`,
  )
}
