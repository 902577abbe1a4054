import type { TrialResult } from '@trainyard/evidence'
import type { ChartOption } from '../../../charts.ts'
import { formatNumber } from '../../../format.ts'
import { metricOf, parameterNames, type Search } from './trials.ts'

type Value = string | number | boolean

interface Scale extends ChartOption {
  readonly type: 'category' | 'log' | 'value'
}

interface Axis extends Scale {
  readonly name: string
}

/** More lines hide each other; the best are drawn. */
const MOST_LINES = 300
/** So few numbers were chosen from a list, or might have been. */
const MOST_PLACES = 6

/** Lines from every trial's parameters to its value (Inselberg 1985); `undefined` where there is nothing to compare. */
export function parallelCoordinates({ trials, best, chosen }: Search): ChartOption | undefined {
  const finished = trials.filter(({ value }) => value !== undefined)
  if (finished.length < 2) return undefined
  const names = parameterNames(finished)
  const metric = metricOf(best)
  const axes = names.map((name) =>
    axisOf(
      name,
      finished.map(({ parameters }) => parameters[name] ?? ''),
    ),
  )
  const judged = { ...scale(finished.map(({ value = 0 }) => value)), name: metric }
  const sign = best.startsWith('min') ? -1 : 1
  const drawn = finished.toSorted((a, b) => sign * ((a.value ?? 0) - (b.value ?? 0))).slice(-MOST_LINES)
  const values = drawn.map(({ value = 0 }) => value)
  return {
    parallel: { left: 60, right: 70, top: 40, bottom: 24, parallelAxisDefault },
    parallelAxis: [...axes, judged].map((axis, dim) => ({ ...axis, dim })),
    series: drawn.map((trial) => line(trial, axes, trial.trial === chosen, shareOf(trial.value ?? 0, values))),
  }
}

const parallelAxisDefault = {
  nameTextStyle: { color: '#888', fontSize: 12 },
  nameGap: 14,
  axisLine: { lineStyle: { color: '#8888' } },
  axisTick: { show: false },
  axisLabel: { color: '#888' },
}

/** Words, truth values and few numbers have places of their own; other numbers lie by size. */
function axisOf(name: string, values: readonly Value[]): Axis {
  const numbers = values.filter((value) => typeof value === 'number')
  const places = [...new Set(values)]
  if (numbers.length < values.length) return { name, type: 'category', data: places.map(String).sort() }
  if (places.length > MOST_PLACES) return { name, ...scale(numbers) }
  return { name, type: 'category', data: [...new Set(numbers)].sort((one, other) => one - other).map(String) }
}

/** What lies whole orders of magnitude apart is drawn by order of magnitude. */
function scale(values: readonly number[]): Scale {
  return isWide(values) ? logarithmic(values) : linear(values)
}

function isWide(values: readonly number[]): boolean {
  const least = Math.min(...values)
  return least > 0 && Math.max(...values) / least >= 50
}

function logarithmic(values: readonly number[]): Scale {
  return { type: 'log', min: Math.min(...values), max: Math.max(...values), axisLabel }
}

/** From the least to the greatest; equal values lie in the middle. */
function linear(values: readonly number[]): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const pad = low === high ? Math.abs(low) / 2 || 1 : 0
  const [min, max] = [low - pad, high + pad]
  const customValues = [0, 1, 2, 3, 4].map((at) => min + ((max - min) * at) / 4)
  return { type: 'value', min, max, axisLabel: { ...axisLabel, customValues } }
}

const axisLabel = { color: '#888', formatter: (value: number) => formatNumber(value) }

function line({ parameters, value }: TrialResult, axes: readonly Axis[], chosen: boolean, share: number) {
  const style = chosen
    ? { color: '#d97706', width: 3.5, opacity: 1 }
    : { color: '#6f60e8', width: 1.3, opacity: 0.25 + 0.6 * share }
  const point = axes.map(({ name, type }) => (type === 'category' ? String(parameters[name]) : parameters[name]))
  return { type: 'parallel', data: [[...point, value]], lineStyle: style }
}

/** Where a value lies among all, 0 … 1, better ones above. */
function shareOf(value: number, ordered: readonly number[]): number {
  return ordered.length < 2 ? 1 : ordered.indexOf(value) / (ordered.length - 1)
}
