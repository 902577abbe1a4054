import type { MetricPoint, MetricResult } from '@trainyard/evidence'
import { formatInterval, formatNumber, formatSigned, metricName } from '../format.ts'

/** What is shown of a run beside another. */
export interface RunSide {
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  readonly metrics: readonly MetricPoint[]
  readonly validation?: readonly MetricResult[]
  /** On the test share. */
  readonly test?: readonly MetricResult[]
}

/** One name, its value on either side, and the difference where both are numbers and differ. */
export type BesideRow = readonly [name: string, before: string, after: string, difference: string]

/** Parameters that differ. */
export function parametersBeside(before: RunSide, after: RunSide): readonly BesideRow[] {
  return named(before.parameters, after.parameters).flatMap((name) => {
    const [was, is] = [before.parameters[name], after.parameters[name]]
    return was === is ? [] : [[name, text(was), text(is), difference(was, is)] as const]
  })
}

/** Metrics on the test and validation shares with their intervals, and the last value of each that was logged. */
export function metricsBeside(before: RunSide, after: RunSide): readonly BesideRow[] {
  const [was, is] = [measured(before), measured(after)]
  return [...new Set([...is.keys(), ...was.keys()])].map((name) => [
    name,
    metricText(was.get(name)),
    metricText(is.get(name)),
    difference(was.get(name)?.value, is.get(name)?.value),
  ])
}

/** Rows that say something new, and those that are the same on both sides. */
export function byNews(rows: readonly BesideRow[]): {
  readonly differing: readonly BesideRow[]
  readonly equal: readonly BesideRow[]
} {
  const isEqual = ([, before, after, apart]: BesideRow) => before === after && apart === ''
  return { differing: rows.filter((row) => !isEqual(row)), equal: rows.filter(isEqual) }
}

type Measured = Pick<MetricResult, 'value' | 'interval'>

function measured({ metrics, validation = [], test = [] }: RunSide): ReadonlyMap<string, Measured> {
  return new Map<string, Measured>([
    ...test.map((metric) => [metricName(metric), metric] as const),
    ...validation.map((metric) => [`${metricName(metric)} (validation)`, metric] as const),
    ...metrics.map((point) => [`${point.name} (last)`, point] as const),
  ])
}

function named(...maps: readonly object[]): readonly string[] {
  return [...new Set(maps.flatMap(Object.keys))].sort()
}

function metricText(metric: Measured | undefined): string {
  if (metric === undefined) return ''
  const interval = metric.interval ? ` ${formatInterval(metric.interval)}` : ''
  return `${formatNumber(metric.value)}${interval}`
}

function text(value: string | number | boolean | undefined): string {
  return value === undefined ? '' : String(value)
}

function difference(before: unknown, after: unknown): string {
  return typeof before === 'number' && typeof after === 'number' && before !== after ? formatSigned(after - before) : ''
}
