import type { TrialResult } from '@trainyard/evidence'
import type { ChartOption } from '../../../charts.ts'
import { formatNumber } from '../../../format.ts'
import { metricOf, parameterNames, type Search } from './trials.ts'

type Value = string | number | boolean

/** More lines hide each other; the best are drawn. */
const MOST_LINES = 300

/** Lines from every trial's parameters to its value (Inselberg 1985); `undefined` where there is nothing to compare. */
export function parallelCoordinates({ trials, best, chosen }: Search): ChartOption | undefined {
  const finished = trials.filter(({ value }) => value !== undefined)
  if (finished.length < 2) return undefined
  const names = parameterNames(finished)
  const metric = metricOf(best)
  const axes = [
    ...names.map((name) =>
      axisOf(
        name,
        finished.map(({ parameters }) => parameters[name] ?? ''),
      ),
    ),
    { ...linear(finished.map(({ value = 0 }) => value)), name: metric },
  ].map((axis, dim) => ({ ...axis, dim }))
  const sign = best.startsWith('min') ? -1 : 1
  const drawn = finished.toSorted((a, b) => sign * ((a.value ?? 0) - (b.value ?? 0))).slice(-MOST_LINES)
  const values = drawn.map(({ value = 0 }) => value)
  return {
    parallel: { left: 60, right: 70, top: 40, bottom: 24, parallelAxisDefault },
    parallelAxis: axes,
    series: drawn.map((trial) => line(trial, names, trial.trial === chosen, shareOf(trial.value ?? 0, values))),
  }
}

const parallelAxisDefault = {
  nameTextStyle: { color: '#888', fontSize: 12 },
  nameGap: 14,
  axisLine: { lineStyle: { color: '#8888' } },
  axisTick: { show: false },
  axisLabel: { color: '#888' },
}

/** Whole orders of magnitude apart are drawn by order of magnitude; words and truth values at places of their own. */
function axisOf(name: string, values: readonly Value[]): ChartOption {
  if (!values.every((value) => typeof value === 'number'))
    return { name, type: 'category', data: [...new Set(values.map(String))].sort() }
  return { name, ...(isWide(values) ? logarithmic(values) : linear(values)) }
}

function isWide(values: readonly Value[]): boolean {
  const numbers = values.map(Number)
  const least = Math.min(...numbers)
  return least > 0 && Math.max(...numbers) / least >= 50
}

function logarithmic(values: readonly Value[]): ChartOption {
  const numbers = values.map(Number)
  return { type: 'log', min: Math.min(...numbers), max: Math.max(...numbers), axisLabel: { color: '#888', formatter } }
}

/** From the least to the greatest; equal values lie in the middle. */
function linear(values: readonly Value[]): ChartOption {
  const numbers = values.map(Number)
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  const pad = low === high ? Math.abs(low) / 2 || 1 : 0
  return { type: 'value', min: low - pad, max: high + pad, axisLabel: { color: '#888', formatter } }
}

function formatter(value: number): string {
  return formatNumber(value)
}

function line({ parameters, value }: TrialResult, names: readonly string[], chosen: boolean, share: number) {
  const style = chosen
    ? { color: '#d97706', width: 3.5, opacity: 1 }
    : { color: '#5b4bdb', width: 1.3, opacity: 0.15 + 0.6 * share }
  const point = names.map((name) =>
    typeof parameters[name] === 'number' ? parameters[name] : String(parameters[name]),
  )
  return { type: 'parallel', data: [[...point, value]], lineStyle: style, smooth: 0.1 }
}

/** Where a value lies among all, 0 … 1, better ones above. */
function shareOf(value: number, ordered: readonly number[]): number {
  return ordered.length < 2 ? 1 : ordered.indexOf(value) / (ordered.length - 1)
}
